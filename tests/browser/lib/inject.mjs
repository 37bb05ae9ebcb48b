// Functions that run inside the page. Each is passed as source, so each stands alone.

/** Forces roots open, so that specs can look inside; one spec does without. */
export function forceOpen() {
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    return attach.call(this, { ...init, mode: "open" });
  };
}

/** Keeps what the policy has blocked. */
export function watchPolicy() {
  window.__violations = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    window.__violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
  });
}

/** Keeps what the element has told the page. */
export function watchEvents() {
  window.__events = [];
  for (const name of ["ready", "change", "sign-in-needed", "error"]) {
    document.addEventListener(`guiyan-${name}`, (event) => {
      window.__events.push({ name: event.type, detail: { ...event.detail } });
    });
  }
}

/** Adds up how far what was drawn has jumped. */
export function watchShifts() {
  window.__shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!entry.hadRecentInput) window.__shift += entry.value;
    }
  }).observe({ type: "layout-shift", buffered: true });
}

/** Chooses the sample identity before the portal's script reads it. */
export function choosePersona(persona) {
  try {
    // A later choice by hand must survive a reload.
    if (sessionStorage.getItem("portal-persona") === null) {
      sessionStorage.setItem("portal-persona", persona);
    }
  } catch {
    // no storage here, such as on about:blank
  }
}
