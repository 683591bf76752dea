import createClient, { type Client, type Middleware } from "openapi-fetch";
import type { components, paths } from "./itsm.js";

/** The records of the API by name, e.g. `Schemas["IncidentView"]`. */
export type Schemas = components["schemas"];

/** The body of every refusal (RFC 9457). */
export type Problem = Schemas["ProblemDocument"];

export type ItsmClient = Client<paths>;

const attempts = 4;
const longestWait = 30;

/**
 * A client of one tenant.
 *
 * Every POST has an Idempotency-Key, the same for each of its attempts, so that none takes effect twice. What was
 * answered with 429 or 503 is sent again after `Retry-After` (seconds), up to four times in all and half a minute each.
 * A refusal is not thrown: it is the `error` of the answer, a {@link Problem}.
 *
 * @param url where the product listens, e.g. `https://itsm.example.org`
 * @param credential an API key, or an access token
 */
export function connect(url: string, credential: string): ItsmClient {
  const client = createClient<paths>({ baseUrl: url.replace(/\/$/, ""), fetch: sendAgain });
  client.use(headers(credential));
  return client;
}

function headers(credential: string): Middleware {
  return {
    onRequest({ request }) {
      request.headers.set("Authorization", `Bearer ${credential}`);
      if (request.method === "POST" && !request.headers.has("Idempotency-Key"))
        request.headers.set("Idempotency-Key", crypto.randomUUID());
      return request;
    },
  };
}

async function sendAgain(request: Request): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(request.clone());
    const wait = Number(response.headers.get("Retry-After") ?? NaN);
    const mayWait = (response.status === 429 || response.status === 503) && wait <= longestWait;
    if (!mayWait || attempt === attempts) return response;
    await response.body?.cancel();
    await new Promise((done) => setTimeout(done, wait * 1000));
  }
}
