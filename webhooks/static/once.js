// A form is sent once, however fast its button is pressed again: two clicks are one act.
"use strict";

(() => {
  const PAUSE = 2000; // milliseconds; whoever waits that long means it
  const sent = new WeakMap();
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
