namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>Questions to a page, asked inside the browser.</summary>
internal static class PageProbe
{
    /// <summary>How many pixels the page is wider than its window.</summary>
    public const string Overflow =
        "() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)";

    /// <summary>Texts whose contrast with what is behind them is below WCAG 2.2 AA: 4.5, or 3 when large.</summary>
    /// <remarks>https://www.w3.org/TR/WCAG22/#contrast-minimum; disabled controls are exempt.</remarks>
    public const string PoorContrast =
        """
        () => {
          const read = text => { const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number); return { r, g, b, a }; };
          const line = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
          const light = c => 0.2126 * line(c.r) + 0.7152 * line(c.g) + 0.0722 * line(c.b);
          const behind = element => {
            for (let one = element; one; one = one.parentElement) {
              const color = read(getComputedStyle(one).backgroundColor);
              if (color.a > 0.99) return color;
            }
            return { r: 255, g: 255, b: 255 };
          };
          const poor = new Set();
          for (const element of document.querySelectorAll("body *")) {
            const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
            if (!own || !element.checkVisibility() || element.disabled || element.matches(".skip")) continue;
            const style = getComputedStyle(element);
            const [one, other] = [light(read(style.color)), light(behind(element))].sort((a, b) => b - a);
            const ratio = (one + 0.05) / (other + 0.05);
            const size = parseFloat(style.fontSize);
            if (ratio < (size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5))
              poor.add(`${ratio.toFixed(2)} ${element.tagName} ${element.textContent.trim().slice(0, 40)}`);
          }
          return [...poor];
        }
        """;

    /// <summary>What WCAG 2.2 AA asks of a page's structure, as far as it can be computed: language (3.1.1), title (2.4.2),
    /// landmarks and headings in order (1.3.1), names and labels (2.4.6, 4.1.2), ids that are there once, focus that is seen
    /// (2.4.7), order of focus as on the page (2.4.3), and targets of 24 pixels (2.5.8).</summary>
    public const string Structure =
        """
        () => {
          const faults = [];
          const check = (good, fault) => { if (!good) faults.push(fault); };
          const all = selector => [...document.querySelectorAll(selector)];
          const text = element => (element.textContent || "").trim();
          check(/^[a-z]{2}$/.test(document.documentElement.lang), "no language");
          check(document.title.trim(), "no title");
          for (const landmark of ["main", "header"]) check(all(landmark).length === 1, `not one ${landmark}`);
          const levels = all("h1,h2,h3,h4,h5,h6").map(heading => Number(heading.tagName[1]));
          check(levels.filter(level => level === 1).length === 1, "not one h1");
          levels.reduce((last, level) => { check(level <= last + 1, `h${level} after h${last}`); return level; }, 0);
          for (const heading of all("h1,h2,h3,h4,h5,h6")) check(text(heading), "an empty heading");
          const ids = all("[id]").map(element => element.id);
          for (const id of ids) check(ids.indexOf(id) === ids.lastIndexOf(id), `twice the id ${id}`);
          for (const element of all("[aria-labelledby],[aria-describedby]"))
            for (const name of ["aria-labelledby", "aria-describedby"])
              for (const id of (element.getAttribute(name) || "").split(" ").filter(Boolean))
                check(ids.includes(id), `${name} names ${id}, which is not there`);
          for (const field of all("textarea,select,input:not([type=hidden])"))
            check([...field.labels].some(text), `no label: ${field.name}`);
          for (const image of all("svg,img"))
            check(image.getAttribute("aria-hidden") === "true" || image.getAttribute("aria-label") || image.alt,
              "a picture without a text");
          check(!all("[tabindex]").some(element => element.tabIndex > 0), "an order of its own");
          for (const target of all("a[href],button,textarea")) {
            check(text(target) || target.labels?.length, `no name: ${target.outerHTML.slice(0, 60)}`);
            target.focus({ focusVisible: true });
            const style = getComputedStyle(target);
            check(style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2, `focus not seen: ${text(target)}`);
            const box = target.getBoundingClientRect();
            const isInText = target.matches("p a") && !target.matches(".back");
            check(isInText || Math.min(box.width, box.height) >= 24, `too small: ${text(target)}`);
          }
          document.activeElement?.blur();
          return faults;
        }
        """;

    /// <summary>Spaces the text out as far as a reader may (WCAG 2.2, 1.4.12), and says what is cut off by that.</summary>
    public const string SpacedOut =
        """
        () => {
          for (const element of document.querySelectorAll("body *")) {
            const set = (name, value) => element.style.setProperty(name, value, "important");
            set("line-height", "1.5"); set("letter-spacing", "0.12em"); set("word-spacing", "0.16em");
            if (element.matches("p")) set("margin-bottom", "2em");
          }
          const cut = [...document.querySelectorAll("body *")].filter(element => element.clientWidth > 0 &&
            getComputedStyle(element).overflowX !== "visible" && !element.matches("textarea") &&
            element.scrollWidth > element.clientWidth + 1).map(element => `cut off: ${element.textContent.trim().slice(0, 40)}`);
          const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
          return over > 0 ? [...cut, `${over} pixels too wide when spaced out`] : cut;
        }
        """;
}
