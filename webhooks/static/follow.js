// Follows a broadcast while it runs: the server tells, and this puts it in its place.
// Where that is not possible, htmx asks every two seconds, as the page says.
"use strict";

(() => {
  const POLLING = ["hx-get", "hx-select", "hx-target", "hx-swap", "hx-trigger"];
  const section = () => document.querySelector("#kemajuan[data-stream]");
  let polling = [];
  let source = null;

  // Take away what htmx would ask by, and keep it for later.
  const quiet = (part) => {
    polling = POLLING.map((name) => [name, part.getAttribute(name)]);
    POLLING.forEach((name) => part.removeAttribute(name));
    return part;
  };

  const poll = async () => {
    const part = section();
    const address = part && Object.fromEntries(polling)["hx-get"];
    if (!address) return;
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (answer.status !== 200) return; // the session is over
    polling.forEach(([name, value]) => part.setAttribute(name, value));
    window.htmx.process(part);
  };

  const put = (event) => {
    const made = new DOMParser().parseFromString(event.data, "text/html").querySelector("#kemajuan");
    const part = document.querySelector("#kemajuan");
    if (!made || !part) return;
    const focused = part.contains(document.activeElement);
    part.replaceWith(made.dataset.stream ? quiet(made) : made);
    if (focused) made.querySelector("a")?.focus();
  };

  const close = () => {
    source?.close();
    source = null;
  };

  const open = () => {
    if (source || !section()) return;
    source = new EventSource(section().dataset.stream);
    source.addEventListener("kemajuan", put);
    source.addEventListener("selesai", close);
    source.addEventListener("error", () => {
      if (source?.readyState !== EventSource.CLOSED) return; // it comes again by itself
      close();
      poll();
    });
  };

  if (!("EventSource" in window) || !section()) return;
  quiet(section());
  if (!document.hidden) open();
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
})();
