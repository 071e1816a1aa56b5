// Pages come from the server as HTML; Turbo puts new versions of them into the open page. What is here keeps people's
// own doing safe meanwhile: what they are typing, and what they have folded open.
import { config, connectStreamSource, disconnectStreamSource, session } from "/webjars/hotwired__turbo/8.0.21/dist/turbo.es2017-esm.js";

// Pages come from near, and refresh themselves all the time: a bar would only flicker.
config.drive.progressBarDelay = 2 ** 31 - 1;

// Live updates hold a connection, and a browser has only six for one server: a page that nobody sees lets go of its own.
// When a connection is back, after that or after the server was away, the page looks at once for what it has missed.
let live = null;
let wasLive = false;
function follow() {
  const isWanted = document.visibilityState === "visible" && document.querySelector("main[data-live]") !== null;
  if (isWanted && live === null) {
    live = new EventSource("/live");
    live.addEventListener("open", () => {
      if (wasLive) {
        session.refresh(document.baseURI);
      }
      wasLive = true;
    });
    connectStreamSource(live);
  } else if (!isWanted && live !== null) {
    disconnectStreamSource(live);
    live.close();
    live = null;
  }
}
addEventListener("visibilitychange", follow);
addEventListener("turbo:load", follow);

function isTyped(field) {
  if (field instanceof HTMLSelectElement) {
    return [...field.options].some(option => option.selected !== option.defaultSelected);
  }
  if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) {
    return field.checked !== field.defaultChecked;
  }
  const isText = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
  return isText && field.type !== "hidden" && field.value !== field.defaultValue;
}

addEventListener("turbo:before-morph-element", event => {
  if (isTyped(event.target)) {
    event.preventDefault();
  }
});

addEventListener("turbo:before-morph-attribute", event => {
  if (event.detail.attributeName === "open") {
    event.preventDefault();
  }
});

// What was sent and accepted need not be kept; nor what was refused, if the server keeps it in a draft and shows it again.
addEventListener("turbo:submit-end", event => {
  const isDrafted = event.target.hasAttribute("data-draft") && [409, 422].includes(event.detail.fetchResponse?.statusCode);
  if (event.detail.success || isDrafted) {
    event.target.reset();
  }
});

// While a form is on its way the page must not refresh itself: Turbo would drop the answer, and what was sent would stand
// in its field as if it were not. The answer shows what has changed, too.
let onItsWay = null;
addEventListener("turbo:submit-start", event => {
  onItsWay = event.detail.formSubmission;
});
addEventListener("turbo:before-fetch-response", event => {
  if (event.target instanceof HTMLFormElement) {
    onItsWay = null;
  }
});
addEventListener("turbo:submit-end", event => {
  if (event.detail.formSubmission === onItsWay) {
    onItsWay = null;
  }
});
addEventListener("turbo:before-visit", event => {
  if (onItsWay !== null && event.detail.url === document.baseURI) {
    event.preventDefault();
  }
});

// The server tells at most once a second, so a page need not wait for more, nor a form for a refresh that waits.
session.pageRefreshDebouncePeriod = 0;

// Turbo does not catch what its own fetch throws when a click comes before a refresh has arrived.
addEventListener("unhandledrejection", event => {
  if (event.reason?.name === "AbortError") {
    event.preventDefault();
  }
});

// What was just done stays on the page while it refreshes itself, until something else is done.
addEventListener("turbo:before-morph-element", event => {
  if (event.target.id === "notice" && !event.detail.newElement?.querySelector(".notice")) {
    event.preventDefault();
  }
});
addEventListener("turbo:submit-start", () => document.getElementById("notice").replaceChildren());

// What had the focus keeps it, even if it has moved on the page; if it cannot be used any more, its neighbour gets it.
// A button loses the focus while its form is on its way.
let focused = "";
addEventListener("turbo:submit-start", event => {
  focused = event.detail.formSubmission.submitter?.id ?? "";
});
addEventListener("turbo:before-render", () => {
  focused = document.activeElement?.id || focused;
});
addEventListener("turbo:render", () => {
  const before = focused === "" ? null : document.getElementById(focused);
  if (before !== null && document.activeElement === document.body) {
    (before.disabled ? before.parentElement.querySelector(":enabled") : before)?.focus({ preventScroll: true });
  }
  focused = "";
});

// A link that leads to something to type into: a page that is put into the open one leaves the focus where it was.
let toFocus = null;
addEventListener("turbo:click", event => {
  toFocus = event.target.dataset.thenFocus ?? null;
});
addEventListener("turbo:render", () => {
  if (toFocus !== null) {
    document.querySelector(toFocus)?.focus();
    toFocus = null;
  }
});

// Enter sends what is written into a chat; Shift and Enter begin a new line.
addEventListener("keydown", event => {
  const isSending = event.key === "Enter" && !event.shiftKey && !event.isComposing;
  if (isSending && event.target.matches("[data-enter-sends]")) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});

// Lists that stay at their end, such as chats, do so when something is added, unless somebody is reading further up.
let readFurtherUp = new Set();
addEventListener("turbo:before-render", () => {
  const lists = [...document.querySelectorAll("[data-follow-end]")];
  const isUp = list => list.scrollHeight - list.scrollTop - list.clientHeight > 40;
  readFurtherUp = new Set(lists.filter(isUp).map(list => list.id));
});
function followEnds() {
  for (const list of document.querySelectorAll("[data-follow-end]")) {
    if (!readFurtherUp.has(list.id)) {
      list.scrollTop = list.scrollHeight;
    }
  }
}
addEventListener("turbo:load", followEnds);
addEventListener("turbo:render", followEnds);
