"use strict";
// Without this script the page works by posting forms; with it, replies come without a reload and
// a message that did not get through is sent again under the same id, so it is answered once.

const log = document.getElementById("percakapan");
const state = document.getElementById("keadaan");
const form = document.getElementById("kirim");
const box = document.getElementById("tulis");
const WAITS = [500, 1500, 4000];
const PATIENCE = 15000;
const UPLOAD_PATIENCE = 300000;
const LARGEST_FILE = 16 * 1024 * 1024;

let chain = Promise.resolve();

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function own(text) {
  const bubble = document.createElement("article");
  bubble.className = "message own";
  bubble.setAttribute("aria-label", "Anda");
  bubble.textContent = text;
  log.append(bubble);
  bubble.scrollIntoView({ block: "end" });
  return bubble;
}

function shown() {
  return Array.from(log.querySelectorAll("[data-id]:not([data-settled])"));
}

function show(markup, bubble) {
  const known = new Set(Array.from(log.querySelectorAll("[data-id]"), (each) => each.dataset.id));
  const fragment = document.createRange().createContextualFragment(markup);
  const fresh = Array.from(fragment.querySelectorAll("[data-id]")).filter((each) => !known.has(each.dataset.id));
  log.append(...fresh);
  if (fresh.length) {
    const view = fresh[0].getBoundingClientRect();
    (view.height > window.innerHeight / 2 ? bubble : fresh[fresh.length - 1]).scrollIntoView({ block: view.height > window.innerHeight / 2 ? "start" : "end" });
  }
}

async function post(data) {
  const file = data instanceof FormData;
  const address = file ? "/chat/files" : "/chat/messages";
  for (const wait of [...WAITS, 0]) {
    try {
      const response = await fetch(address, { method: "POST", body: data, signal: AbortSignal.timeout(file ? UPLOAD_PATIENCE : PATIENCE) });
      if (response.ok || (response.status < 500 && response.status !== 429)) return response;
    } catch {
      // The network is away: the same id makes it safe to try again.
    }
    if (wait) {
      state.textContent = "Sambungan terganggu, mencoba lagi…";
      await pause(wait);
    }
  }
  return null;
}

async function deliver(message, bubble) {
  const file = message.berkas;
  state.textContent = file ? "Mengirim berkas…" : "Mencari aturannya…";
  const settled = shown();
  const data = file ? new FormData() : new URLSearchParams();
  Object.entries({ ...message, fragment: "1" }).forEach(([name, value]) => data.append(name, value));
  settled.forEach((each) => data.append("seen", each.dataset.id));
  const response = await post(data);
  state.textContent = "";
  if (response && response.ok) {
    settled.forEach((each) => { each.dataset.settled = "1"; });
    show(await response.text(), bubble);
  } else if (response && response.status === 400) {
    failed(bubble, "Pesan ini tidak dapat diterima. Muat ulang halaman, lalu coba lagi.");
  } else if (response && response.status === 413) {
    failed(bubble, "Berkas lebih besar dari 16 MB. Kirim yang lebih kecil, misalnya tangkapan layar.");
  } else {
    failed(bubble, "Belum terkirim.", () => send(message, bubble));
  }
}

function failed(bubble, text, again) {
  bubble.classList.add("unsent");
  const note = document.createElement("p");
  note.setAttribute("role", "alert");
  note.textContent = `${text} `;
  if (again) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Kirim lagi";
    button.addEventListener("click", () => {
      note.remove();
      bubble.classList.remove("unsent");
      again();
    });
    note.append(button);
  }
  bubble.append(note);
}

function send(message, bubble) {
  chain = chain.then(() => deliver(message, bubble));
}

function upload(input) {
  const chosen = input.files[0];
  if (!chosen) return;
  const bubble = own("Berkas");
  if (chosen.size > LARGEST_FILE) {
    failed(bubble, "Berkas lebih besar dari 16 MB. Kirim yang lebih kecil, misalnya tangkapan layar.");
    return;
  }
  // The name of the file stays here: it may tell who took it, and when.
  send({ id: newId(), berkas: new File([chosen], "berkas", { type: chosen.type }) }, bubble);
  input.value = "";
  input.form.querySelectorAll("[role=alert]").forEach((each) => each.remove());
  delete input.dataset.warned;
}

// A file that was chosen but not sent looks sent to many: going on without it takes a second tap.
function waits(choices) {
  if (choices.className !== "choices") return false;
  const input = choices.parentElement.querySelector(".upload input[type=file]");
  if (!input || !input.files.length || input.dataset.warned) return false;
  input.dataset.warned = "1";
  const note = document.createElement("p");
  note.setAttribute("role", "alert");
  note.textContent = "Berkas yang Anda pilih belum dikirim. Ketuk Kirim berkas, atau ketuk pilihan tadi sekali lagi untuk lanjut tanpa berkas.";
  input.form.append(note);
  return true;
}

document.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.className === "upload") {
    upload(event.target.elements.berkas);
    return;
  }
  const button = event.submitter;
  if (waits(event.target)) return;
  const tapped = button && button.name ? { [button.name]: button.value } : null;
  const text = tapped ? (button.querySelector(".label") || button).textContent.trim() : box.value.trim();
  if (!text) return;
  send({ id: newId(), ...(tapped || { text }) }, own(text));
  if (!tapped) box.value = "";
  grow();
  if (event.target === form && !tapped) box.focus();
});

box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit(form.querySelector(".line button"));
  }
});

function grow() {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}

box.addEventListener("input", grow);
