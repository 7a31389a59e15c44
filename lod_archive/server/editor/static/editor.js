// Makes an editor of the form, and shows answers below it. Without this the form works as it is.
(async () => {
  const { Yasqe, Yasr } = (window.Yasgui.default ?? window.Yasgui);
  const form = document.getElementById("form");
  const area = document.getElementById("query");
  const answer = document.getElementById("answer");
  const terms = await (await fetch("editor/terms.json")).json();

  const having = (list) => (_, token) => {
    const typed = (token?.autocompletionString ?? "").toLowerCase();
    return list.filter((iri) => iri.toLowerCase().includes(typed));
  };
  Yasqe.Autocompleters.class.get = having(terms.classes);
  Yasqe.Autocompleters.property.get = having(terms.properties);
  Yasqe.Autocompleters.prefixes.get = () =>
    Object.entries(terms.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`);
  for (const [name, plugin] of Object.entries(window.pictures)) Yasr.registerPlugin(name, plugin);

  const place = document.createElement("div");
  area.before(place);
  const yasqe = new Yasqe(place, {
    value: fromAddress() ?? area.value,
    persistenceId: null,
    prefixCcApi: null,
    createShareableLink: null,
    showQueryButton: false,
    autofocus: false,
    requestConfig: { endpoint: new URL("sparql", location).href, method: "POST" },
  });
  const mode = yasqe.getMode(); // the prefixes of the archive are declared already
  const startState = mode.startState.bind(mode);
  mode.startState = () => Object.assign(startState(), { prefixes: { ...terms.prefixes } });
  yasqe.setValue(yasqe.getValue());
  area.hidden = true;
  document.querySelector("label[for=query]").removeAttribute("for");
  yasqe.getInputField().setAttribute("aria-label", document.querySelector(".ask label").textContent);
  yasqe.setOption("extraKeys", { ...yasqe.getOption("extraKeys"), Tab: false, "Shift-Tab": false });

  const yasr = new Yasr(answer.appendChild(document.createElement("div")), {
    persistenceId: null,
    prefixes: terms.prefixes,
    pluginOrder: ["table", "response", "chart", "timeline", "map", "graph"],
    defaultPlugin: "table",
  });
  new MutationObserver(() => {
    for (const field of answer.querySelectorAll(".CodeMirror textarea:not([aria-label])")) {
      field.setAttribute("aria-label", answer.querySelector("h2").textContent);
    }
  }).observe(answer, { childList: true, subtree: true });
  yasqe.on("queryResponse", (_, response, duration) => {
    answer.hidden = false;
    yasr.setResponse(response, duration);
  });

  form.addEventListener("submit", (event) => {
    area.value = yasqe.getValue();
    if (form.elements.format.value !== "html") return; // the browser shows or saves it
    event.preventDefault();
    history.replaceState(null, "", `#query=${encodeURIComponent(yasqe.getValue())}`);
    yasqe.query().catch(() => {}); // what is wrong is shown among the answers
  });
  for (const link of document.querySelectorAll("[data-query]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      yasqe.setValue(link.dataset.query);
      place.scrollIntoView();
    });
  }

  document.getElementById("share")?.addEventListener("click", async () => {
    const kept = await fetch("q/", { method: "POST", body: yasqe.getValue() });
    const link = document.createElement("a");
    link.textContent = kept.ok ? new URL((await kept.json()).path, location).href : await kept.text();
    if (kept.ok) link.href = link.textContent;
    document.getElementById("shared").replaceChildren(link);
  });

  function fromAddress() {
    return new URLSearchParams(location.hash.slice(1)).get("query");
  }
})();
