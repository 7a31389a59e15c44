// Answers as pictures, for Yasr: bars, dates on a line, places, and what is linked with what.
window.pictures = (() => {
  const WIDTH = 900;
  const MOST = 1000; // rows of a table; the downloads have all
  const svg = (name, attributes, ...inner) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inner);
    return element;
  };
  const picture = (height, label, ...inner) =>
    svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, class: "picture", role: "img", "aria-label": label }, ...inner);
  const short = (value) => value.replace(/^.*[/#](?=.)/, "");
  const isNumber = (term) => term && term.type === "literal" && term.value !== "" && !Number.isNaN(Number(term.value));
  const isDate = (term) => term && /^-?\d{4}(-\d\d){0,2}/.test(term.value) && term.type === "literal";
  const isIri = (term) => term && term.type === "uri";

  class Picture {
    constructor(yasr) {
      this.yasr = yasr;
      this.priority = 2;
    }
    rows() {
      return this.yasr.results?.getBindings?.() ?? [];
    }
    // The first variable whose terms are all of a kind, other than those given.
    column(kind, ...others) {
      const rows = this.rows();
      const names = this.yasr.results?.getVariables?.() ?? [];
      return names.find((name) => !others.includes(name) && rows.length && rows.every((row) => kind(row[name])));
    }
    nameColumn(...others) {
      const names = this.yasr.results?.getVariables?.() ?? [];
      return names.find((name) => !others.includes(name)) ?? names[0];
    }
    getIcon() {
      return undefined;
    }
    draw() {
      this.yasr.resultsEl.append(this.drawn());
    }
  }

  class Table extends Picture {
    label = "Table";
    constructor(yasr) {
      super(yasr);
      this.priority = 10;
    }
    canHandleResults() {
      return (this.yasr.results?.getVariables?.() ?? []).length > 0;
    }
    download() {
      const getData = () => this.yasr.results.asCsv();
      return { contentType: "text/csv", filename: "answer.csv", title: "CSV", getData };
    }
    drawn() {
      const names = this.yasr.results.getVariables();
      const row = (cells) => {
        const line = document.createElement("tr");
        line.append(...cells);
        return line;
      };
      const table = document.createElement("table");
      table.className = "rows";
      table.createTHead().append(row(names.map((name) => {
        const heading = document.createElement("th");
        heading.scope = "col";
        heading.textContent = name;
        return heading;
      })));
      table.createTBody().append(...this.rows().slice(0, MOST).map((binding) => row(names.map((name) => this.cell(binding[name])))));
      const frame = document.createElement("div");
      frame.className = "scroll";
      frame.tabIndex = 0;
      frame.setAttribute("role", "region");
      frame.setAttribute("aria-label", this.label);
      frame.append(table);
      return frame;
    }
    cell(term) {
      const cell = document.createElement("td");
      if (!isIri(term) || !/^https?:/.test(term.value)) {
        cell.textContent = term?.value ?? "";
        if (term?.["xml:lang"]) cell.lang = term["xml:lang"];
        return cell;
      }
      const link = document.createElement("a");
      link.href = term.value;
      link.textContent = this.shortened(term.value);
      cell.append(link);
      return cell;
    }
    shortened(iri) {
      const prefixes = Object.entries(this.yasr.getPrefixes()).filter(([prefix, start]) => prefix && iri.startsWith(start));
      const [prefix, start] = prefixes.sort((one, other) => other[1].length - one[1].length)[0] ?? [];
      return prefix ? `${prefix}:${iri.slice(start.length)}` : iri;
    }
  }

  class Chart extends Picture {
    label = "Chart";
    get number() {
      return this.column(isNumber);
    }
    canHandleResults() {
      return this.number !== undefined;
    }
    drawn() {
      const rows = this.rows().slice(0, 60);
      const name = this.nameColumn(this.number);
      const most = Math.max(...rows.map((row) => Number(row[this.number].value)), 1);
      return picture(rows.length * 22 + 10, "Chart", ...rows.flatMap((row, at) => {
        const value = Number(row[this.number].value);
        const width = Math.max(1, (value / most) * 520);
        return [
          svg("text", { x: 290, y: at * 22 + 17, "text-anchor": "end" }, short(row[name]?.value ?? "").slice(0, 42)),
          svg("rect", { x: 300, y: at * 22 + 4, width, height: 16, class: "mark" }),
          svg("text", { x: 306 + width, y: at * 22 + 17 }, String(value)),
        ];
      }));
    }
  }

  class Timeline extends Picture {
    label = "Timeline";
    get date() {
      return this.column(isDate);
    }
    canHandleResults() {
      return this.date !== undefined && !this.column(isNumber);
    }
    drawn() {
      const time = (text) => {
        const [, year, month = 1, day = 1] = text.match(/^(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?/).map((part) => part && Number(part));
        const season = { 21: 3, 22: 6, 23: 9, 24: 12 }[month]; // as EDTF numbers them
        return new Date(0).setUTCFullYear(year, (season ?? month) - 1, day);
      };
      const rows = this.rows().slice(0, 60);
      const times = rows.map((row) => time(row[this.date].value));
      const [first, last] = [Math.min(...times), Math.max(...times)];
      const at = (moment) => 310 + ((moment - first) / (last - first || 1)) * 480;
      const name = this.nameColumn(this.date);
      return picture(rows.length * 22 + 10, "Timeline", ...rows.flatMap((row, line) => [
        svg("text", { x: 290, y: line * 22 + 17, "text-anchor": "end" }, short(row[name]?.value ?? "").slice(0, 42)),
        svg("path", { class: "line", d: `M300 ${line * 22 + 12}H800` }),
        svg("circle", { cx: at(times[line]), cy: line * 22 + 12, r: 6, class: "mark" }),
        svg("text", { x: 808, y: line * 22 + 17 }, row[this.date].value.slice(0, 12)),
      ]));
    }
  }

  class Places extends Picture {
    label = "Map";
    canHandleResults() {
      const names = this.yasr.results?.getVariables?.() ?? [];
      this.latitude = names.find((name) => /^lat/i.test(name));
      this.longitude = names.find((name) => /^lon/i.test(name));
      return this.latitude !== undefined && this.longitude !== undefined;
    }
    drawn() {
      const rows = this.rows().filter((row) => isNumber(row[this.latitude]) && isNumber(row[this.longitude]));
      const points = rows.map((row) => [Number(row[this.longitude].value), Number(row[this.latitude].value)]);
      const range = (axis) => [Math.min(...points.map((p) => p[axis])), Math.max(...points.map((p) => p[axis]))];
      const [[west, east], [south, north]] = points.length ? [range(0), range(1)] : [[0, 0], [0, 0]];
      const degrees = Math.max(east - west, 2 * (north - south), 1) * 1.3;
      const [left, top] = [(west + east - degrees) / 2, (south + north) / 2 + degrees / 4];
      const x = (longitude) => ((longitude - left) / degrees) * WIDTH;
      const y = (latitude) => ((top - latitude) / degrees) * WIDTH;
      const step = [0.5, 1, 2, 5, 10, 30, 60].find((each) => degrees / each <= 12) ?? 60;
      const lines = [];
      for (let at = Math.ceil(left / step) * step; at < left + degrees; at += step) {
        lines.push(svg("path", { class: "line", "stroke-width": 0.3, d: `M${x(at)} 0V450` }), svg("text", { x: x(at) + 3, y: 445 }, `${at}°`));
      }
      for (let at = Math.ceil((top - degrees / 2) / step) * step; at < top; at += step) {
        lines.push(svg("path", { class: "line", "stroke-width": 0.3, d: `M0 ${y(at)}H${WIDTH}` }), svg("text", { x: 3, y: y(at) - 4 }, `${at}°`));
      }
      const name = this.nameColumn(this.latitude, this.longitude);
      return picture(450, "Map", ...lines, ...rows.flatMap((row, at) => [
        svg("circle", { cx: x(points[at][0]), cy: y(points[at][1]), r: 6, class: "mark" }),
        svg("text", { x: x(points[at][0]) + 10, y: y(points[at][1]) + 4 }, short(row[name]?.value ?? "")),
      ]));
    }
  }

  class Graph extends Picture {
    label = "Graph";
    edges() {
      const statements = this.yasr.results?.getStatements?.() ?? [];
      if (statements.length) return statements.map((each) => [each.subject.value, each.object.value]);
      const from = this.column(isIri);
      const to = from && this.column(isIri, from);
      return to ? this.rows().map((row) => [row[from].value, row[to].value]) : [];
    }
    canHandleResults() {
      return this.edges().length > 0;
    }
    drawn() {
      const edges = this.edges().slice(0, 150);
      const nodes = [...new Set(edges.flat())].slice(0, 60);
      const place = new Map(nodes.map((node, at) => {
        const angle = (2 * Math.PI * at) / nodes.length;
        return [node, [450 + 260 * Math.cos(angle), 320 + 260 * Math.sin(angle)]];
      }));
      const drawn = edges.filter(([from, to]) => place.has(from) && place.has(to));
      return picture(640, "Graph", ...drawn.map(([from, to]) =>
        svg("path", { class: "line", d: `M${place.get(from)}L${place.get(to)}` })),
      ...nodes.flatMap((node) => {
        const [x, y] = place.get(node);
        const anchor = x < 450 ? "end" : "start";
        return [
          svg("circle", { cx: x, cy: y, r: 5, class: "mark" }),
          svg("text", { x: x + (x < 450 ? -9 : 9), y: y + 4, "text-anchor": anchor }, short(node).slice(0, 28)),
        ];
      }));
    }
  }

  return { table: Table, chart: Chart, timeline: Timeline, map: Places, graph: Graph };
})();
