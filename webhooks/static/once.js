// A form is sent once, however fast its button is pressed again: two clicks are one act.
"use strict";

(() => {
  const PAUSE = 2000; // milliseconds; whoever waits that long means it
  let sent = new WeakMap();
  // A page that the way back brings as it was is a new one: its button is pressed on purpose.
  addEventListener("pageshow", (event) => {
    if (event.persisted) sent = new WeakMap();
  });
  document.addEventListener(
    "submit",
    (event) => {
      const pressed = event.submitter || event.target;
      const now = performance.now();
      if (now - (sent.get(pressed) ?? -PAUSE) < PAUSE) {
        event.preventDefault();
        event.stopImmediatePropagation();
      } else {
        sent.set(pressed, now);
      }
    },
    true,
  );
})();
