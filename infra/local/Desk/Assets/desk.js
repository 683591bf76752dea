// The desk works without this; it makes three things nicer. Nothing here talks to anything.
"use strict";

// Copy a key with one click.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
  });
}

// Ask before what cannot be undone.
document.addEventListener("click", event => {
  const question = event.target.closest?.("[data-confirm]")?.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

// Say that a payload is not JSON before it is sent, so that nothing typed is lost.
for (const field of document.querySelectorAll("[data-json]")) {
  const check = () => {
    let problem = "";
    try {
      if (field.value.trim()) JSON.parse(field.value);
    } catch (refused) {
      problem = `This is not JSON: ${refused.message}`;
    }
    field.setCustomValidity(problem);
  };
  field.addEventListener("input", check);
}
