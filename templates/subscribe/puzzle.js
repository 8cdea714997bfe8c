// Solves the puzzle of a form (proof of work, ALTCHA's protocol 2): finds the counter whose PBKDF2 key
// begins with the prefix that the server chose. A form that is sent before waits for the solution.
"use strict";

for (const form of document.querySelectorAll("form[data-puzzle]")) guard(form);

function guard(form) {
  const button = form.querySelector("button");
  let waits = false;
  form.addEventListener("submit", (event) => {
    if (form.elements.altcha.value) return;
    event.preventDefault();
    waits = true;
    button.setAttribute("aria-busy", "true");
  });
  solve(JSON.parse(form.dataset.puzzle)).then((solution) => {
    form.elements.altcha.value = btoa(JSON.stringify(solution));
    button.removeAttribute("aria-busy");
    if (waits) form.requestSubmit();
  });
}

async function solve(challenge) {
  const { nonce, salt, cost, keyLength, keyPrefix } = challenge.parameters;
  const started = Date.now();
  const password = new Uint8Array([...bytes(nonce), 0, 0, 0, 0]);
  const view = new DataView(password.buffer);
  const rounds = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
  for (let counter = 0; ; counter++) {
    view.setUint32(password.length - 4, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const derivedKey = hex(await crypto.subtle.deriveBits(rounds, key, keyLength * 8));
    if (derivedKey.startsWith(keyPrefix)) {
      return { challenge, solution: { counter, derivedKey, time: Date.now() - started } };
    }
  }
}

function bytes(text) {
  return Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
}

function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
