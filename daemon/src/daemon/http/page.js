'use strict';
// The page asks the daemon once a second and draws what it answers. Everything that it shows was sent by PHP programs,
// so it is put in as text and never as markup.

const $ = (id) => document.getElementById(id);
const VIEWS = ['functions', 'errors', 'slow', 'statements', 'flames', 'hooks'];
let state = { view: 'functions', id: null, sort: 'total', search: '', service: '', status: null, zoom: [] };
let secret = '';

// `weft status` tells an address with the secret behind the #. It stays in this tab and out of the history.
function enter() {
  const found = location.hash.slice(1);
  if (/^[0-9a-f]{32}$/.test(found)) {
    sessionStorage.setItem('secret', found);
    history.replaceState(null, '', location.pathname + '#functions');
  }
  secret = sessionStorage.getItem('secret') || '';
}

async function ask(path, body) {
  const options = { headers: { 'x-weft-secret': secret }, cache: 'no-store' };
  if (body !== undefined) {
    options.method = 'POST';
    options.headers['content-type'] = 'application/json';
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(path, options);
  if (answer.status === 401) {
    $('enter').hidden = false;
    throw new Error('The daemon wants its secret: weft status tells the whole address.');
  }
  if (!answer.ok) throw new Error(await answer.text());
  $('enter').hidden = true;
  return answer.json();
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
  return made;
}

function drawing(name, attributes, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const number = (value) => (value || 0).toLocaleString('en');
function time(ns) {
  if (!ns) return '';
  for (const [size, unit] of [[1e9, 's'], [1e6, 'ms'], [1e3, 'µs'], [1, 'ns']]) {
    if (ns >= size) return `${Number((ns / size).toPrecision(3))} ${unit}`;
  }
  return `${ns} ns`;
}
function longTime(ns) {
  const seconds = ns / 1e9;
  if (seconds >= 1000) return `${number(Math.round(seconds))} s`;
  return time(ns);
}
const clock = (ms) => new Date(ms).toLocaleTimeString();

// A table by columns: [title, key to sort by or null, what a line shows].
function table(columns, lines, open) {
  const head = columns.map(([title, sort]) => {
    const inside = sort ? element('button', { type: 'button', onclick: () => { state.sort = sort; refresh(); } }, title) : title;
    return element('th', { scope: 'col', 'aria-sort': sort === state.sort ? 'descending' : null }, inside);
  });
  const body = lines.map((line) => {
    const cells = columns.map(([title, , show]) => {
      const shown = show(line);
      return element('td', { 'data-name': title }, ...(Array.isArray(shown) ? shown : [String(shown)]));
    });
    const row = element('tr', {}, ...cells);
    if (open) {
      row.tabIndex = 0;
      row.dataset.key = open.key(line);
      const go = () => open.go(line);
      row.addEventListener('click', (event) => { if (!event.target.closest('button')) go(); });
      row.addEventListener('keydown', (event) => { if (event.key === 'Enter' && event.target === row) go(); });
    }
    return row;
  });
  return element('table', {}, element('thead', {}, element('tr', {}, ...head)), element('tbody', {}, ...body));
}

const query = (more = '') => `service=${encodeURIComponent(state.service)}${more}`;
const errors = (line) => [element('span', { class: line.errors ? 'bad' : null }, number(line.errors))];

const views = {
  async functions() {
    if (state.id !== null) return oneFunction(state.id);
    const answer = await ask(`api/functions?sort=${state.sort}&search=${encodeURIComponent(state.search)}&${query()}`);
    const columns = [
      ['Function', 'name', (line) => [line.name, element('small', {}, `${line.service}  ${line.file}${line.line ? ':' + line.line : ''}`)]],
      ['Calls', 'calls', (line) => number(line.calls)],
      ['Errors', 'errors', errors],
      ['Total', 'total', (line) => longTime(line.total_ns)],
      ['Self', 'self', (line) => longTime(line.self_ns)],
      ['p50', null, (line) => time(line.p50_ns)],
      ['p95', 'p95', (line) => time(line.p95_ns)],
      ['Max', 'max', (line) => time(line.max_ns)],
      ['Hook', null, (line) => [pauseButton(line.name)]],
    ];
    const open = { key: (line) => line.id, go: (line) => go('functions', line.id) };
    const more = answer.left_out ? element('p', {}, `${number(answer.left_out)} more: search for them.`) : null;
    return [search(), table(columns, answer.functions, open), more];
  },
  async errors() {
    const columns = [
      ['Error', null, (line) => [line.text, element('small', {}, `${line.service}  ${line.file}:${line.line}`)]],
      ['Count', null, (line) => number(line.count)],
      ['First', null, (line) => clock(line.first_ms)],
      ['Last', null, (line) => clock(line.last_ms)],
      ['Last sample', null, (line) => [element('details', { 'data-key': line.fingerprint + line.service }, element('summary', {}, line.subject || 'show'), attributes(line))]],
    ];
    return [table(columns, await ask(`api/errors?${query()}`))];
  },
  async slow() {
    const columns = [
      ['What', null, (line) => [line.function || 'the request', element('small', {}, `${line.service}  ${line.subject}`)]],
      ['Took', null, (line) => time(line.ns)],
      ['Status', null, (line) => line.status],
      ['Process', null, (line) => `${line.pid} ${line.sapi}`],
      ['At', null, (line) => clock(line.at_ms)],
    ];
    return [table(columns, await ask(`api/slow?${query()}`))];
  },
  async statements() {
    const columns = [
      ['Statement', null, (line) => [line.text || '(others)', element('small', {}, `${line.service}  ${line.system}  ${line.error}`)]],
      ['Calls', null, (line) => number(line.calls)],
      ['Errors', null, errors],
      ['Rows', null, (line) => number(line.rows)],
      ['Total', null, (line) => longTime(line.total_ns)],
      ['p95', null, (line) => time(line.p95_ns)],
      ['Max', null, (line) => time(line.max_ns)],
    ];
    return [table(columns, await ask(`api/statements?${query()}`))];
  },
  async flames() {
    const stacks = await ask(`api/stacks?${query()}`);
    if (!stacks.length) return [element('p', {}, 'No samples yet: set weft.events = interrupt in PHP\'s configuration.')];
    return flames(stacks);
  },
  async hooks() {
    const answer = await ask('api/rules');
    const columns = [
      ['Rule', null, (line) => [line.rule || '(hooks)', element('small', {}, line.service)]],
      ['Calls', null, (line) => number(line.calls)],
      ['Errors', null, errors],
      ['Total', null, (line) => longTime(line.total_ns)],
    ];
    const paused = [['Paused', null, (line) => [line]], ['', null, (line) => [pauseButton(line)]]];
    return [
      element('p', {}, state.status.off ? 'Everything is off: all wrappers pass through.' : 'On. A function is paused in the list of functions.'),
      element('h2', {}, 'Rules'), table(columns, answer.rules),
      element('h2', {}, 'Paused functions'), answer.paused.length ? table(paused, answer.paused) : element('p', {}, 'None.'),
    ];
  },
};

function attributes(line) {
  const list = element('dl');
  for (const [name, value] of [['process', line.pid], ...line.attributes]) list.append(element('dt', {}, name), element('dd', {}, String(value)));
  return list;
}

function search() {
  const field = element('input', { id: 'search', type: 'search', placeholder: 'Search functions', 'aria-label': 'Search functions', oninput: () => { state.search = field.value; refresh(); } });
  field.value = state.search;
  return field;
}

function pauseButton(target) {
  const paused = state.status.paused.some((known) => known.toLowerCase() === target.toLowerCase());
  const press = async () => { await act('api/pause', { target, paused: !paused }); };
  return element('button', { type: 'button', 'aria-pressed': String(paused), 'data-pause': target, onclick: press, disabled: !state.status.rules_folder || target.includes('{') }, paused ? 'Resume' : 'Pause');
}

async function oneFunction(id) {
  const line = await ask(`api/function/${id}`);
  const facts = { Service: line.service, Place: `${line.file}${line.line ? ':' + line.line : ''}`, Wrapper: `${line.wrapper}, ${line.join}`, Rule: line.rule,
    Calls: number(line.calls), Errors: number(line.errors), Total: longTime(line.total_ns), Self: longTime(line.self_ns), 'p50, p95, max': [line.p50_ns, line.p95_ns, line.max_ns].map(time).join(', ') };
  const list = element('dl');
  for (const [name, value] of Object.entries(facts)) if (value) list.append(element('dt', {}, name), element('dd', {}, value));
  const samples = [['Slow calls', null, (slow) => [slow.subject || '-']], ['Took', null, (slow) => time(slow.ns)], ['At', null, (slow) => clock(slow.at_ms)]];
  return [
    element('button', { type: 'button', onclick: () => go('functions') }, '← All functions'), ' ', pauseButton(line.name),
    element('h2', { id: 'name' }, line.name), list,
    element('h2', {}, 'How long calls took'), histogram(line.histogram),
    element('h2', {}, 'Calls by minute'), timeline(line.minutes),
    line.slow.length ? table(samples, line.slow) : null,
  ];
}

function histogram(buckets) {
  if (!buckets.length) return element('p', {}, 'Calls were counted, not timed.');
  const most = Math.max(...buckets.map((bucket) => bucket[2]));
  const width = 800 / buckets.length;
  const svg = drawing('svg', { viewBox: '0 0 800 140', role: 'img', 'aria-label': 'Histogram of durations' });
  buckets.forEach(([from, to, count], at) => {
    const height = Math.max(1, 110 * count / most);
    svg.append(drawing('rect', { class: 'bar', x: at * width, y: 115 - height, width: Math.max(1, width - 1), height }, drawing('title', {}, `${time(from) || '0 ns'} to ${time(to)}: ${number(count)}`)));
  });
  svg.append(drawing('text', { x: 0, y: 132 }, time(buckets[0][0]) || '0 ns'), drawing('text', { x: 800, y: 132, 'text-anchor': 'end' }, time(buckets[buckets.length - 1][1])));
  return svg;
}

function timeline(minutes) {
  const most = Math.max(1, ...minutes.map((minute) => minute.calls));
  const slowest = Math.max(1e-9, ...minutes.map((minute) => minute.p95));
  const width = 800 / Math.max(minutes.length, 30);
  const svg = drawing('svg', { viewBox: '0 0 800 140', role: 'img', 'aria-label': 'Calls by minute, and their 95th percentile as a line' });
  let path = '';
  minutes.forEach((minute, at) => {
    const height = 110 * minute.calls / most;
    const title = `${clock(minute.at * 1000)}: ${number(minute.calls)} calls, ${number(minute.errors)} errors, p95 ${time(minute.p95 * 1e9)}`;
    svg.append(drawing('rect', { class: 'bar', x: at * width, y: 115 - height, width: Math.max(1, width - 1), height: Math.max(height, 0.5) }, drawing('title', {}, title)));
    path += `${path ? 'L' : 'M'}${(at + 0.5) * width} ${115 - 105 * minute.p95 / slowest}`;
  });
  svg.append(drawing('path', { d: path }));
  svg.append(drawing('text', { x: 0, y: 132 }, clock(minutes[0].at * 1000)), drawing('text', { x: 800, y: 132, 'text-anchor': 'end' }, `most ${number(most)} a minute; line: p95 up to ${time(slowest * 1e9)}`));
  return svg;
}

// The outermost call is at the top; a click makes a call as wide as the page.
function flames(stacks) {
  const root = { name: 'all', count: 0, children: new Map() };
  for (const [stack, count] of stacks) {
    let node = root;
    node.count += count;
    for (const name of stack.split(';')) {
      if (!node.children.has(name)) node.children.set(name, { name, count: 0, children: new Map() });
      node = node.children.get(name);
      node.count += count;
    }
  }
  let top = root;
  const path = [];
  for (const name of state.zoom) {
    if (!top.children.has(name)) break;
    top = top.children.get(name);
    path.push(name);
  }
  const frame = element('div', { class: 'flame' });
  let deepest = 0;
  const put = (node, trail, from, share, depth) => {
    if (share < 0.002 || depth > 80) return;
    deepest = Math.max(deepest, depth);
    const part = `${node.name}: ${number(node.count)} samples, ${(100 * node.count / root.count).toFixed(1)} %`;
    const made = element('button', { type: 'button', title: part, 'aria-label': part, onclick: () => { state.zoom = trail; refresh(); } }, node.name);
    let hue = 0;
    for (const letter of node.name) hue = (hue * 31 + letter.charCodeAt(0)) % 60;
    Object.assign(made.style, { left: `${100 * from}%`, width: `${100 * share}%`, top: `${20 * depth}px`, background: `hsl(${hue} 80% 70%)` });
    frame.append(made);
    let at = from;
    for (const child of [...node.children.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const part = share * child.count / node.count;
      put(child, [...trail, child.name], at, part, depth + 1);
      at += part;
    }
  };
  put(top, path, 0, 1, 0);
  frame.style.height = `${20 * (deepest + 1) + 2}px`;
  return [element('p', {}, path.length ? element('button', { type: 'button', onclick: () => { state.zoom = []; refresh(); } }, 'Show all') : `${number(root.count)} samples`), frame];
}

function go(view, id = null) {
  location.hash = id === null ? view : `${view}/${id}`;
}

function route() {
  const [view, id] = location.hash.slice(1).split('/');
  state.view = VIEWS.includes(view) ? view : 'functions';
  state.id = id === undefined ? null : Number(id);
  refresh();
}

async function act(path, body) {
  try {
    await ask(path, body);
    await refresh();
  } catch (error) {
    trouble(error);
  }
}

function trouble(error) {
  $('trouble').hidden = false;
  $('trouble').textContent = error instanceof TypeError ? 'The daemon does not answer.' : error.message;
}

function showStatus(status) {
  state.status = status;
  const lost = Object.values(status.dropped).reduce((sum, count) => sum + count, 0);
  $('status').textContent = `${number(status.taken.requests)} requests, ${number(status.taken.calls)} calls, ${number(status.errors)} errors, ` +
    `${number(status.connections.open)} connections, ${number(lost)} dropped. weft ${status.version}`;
  $('off').setAttribute('aria-pressed', String(status.off));
  $('off').textContent = status.off ? 'Switch everything on' : 'Switch everything off';
  const list = $('service');
  const names = status.services.map((service) => service.name);
  if (names.join('\n') !== [...list.options].slice(1).map((option) => option.value).join('\n')) {
    list.replaceChildren(element('option', { value: '' }, 'all'), ...names.map((name) => element('option', { value: name }, name)));
    list.value = state.service;
  }
  for (const link of document.querySelectorAll('nav a')) {
    if (link.dataset.view === state.view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

let turn = 0;
async function refresh() {
  const mine = ++turn;
  try {
    showStatus(await ask('api/status'));
    const parts = (await views[state.view]()).filter((part) => part !== null);
    if (mine !== turn) return;
    draw(parts);
    $('trouble').hidden = true;
  } catch (error) {
    if (mine === turn) trouble(error);
  }
}

// Puts the new parts in the place of the old ones; what had the focus, the cursor and open details has them again.
function draw(parts) {
  const main = $('main');
  const focused = document.activeElement;
  const find = focused && main.contains(focused) ? focusOf(focused) : null;
  const open = new Set([...main.querySelectorAll('details[open]')].map((details) => details.dataset.key));
  const cursor = focused && focused.id === 'search' ? focused.selectionStart : null;
  main.replaceChildren(...parts);
  for (const details of main.querySelectorAll('details')) details.open = open.has(details.dataset.key);
  const again = find && main.querySelector(find);
  if (again) {
    again.focus({ preventScroll: true });
    if (cursor !== null) again.setSelectionRange(cursor, cursor);
  }
}

function focusOf(focused) {
  if (focused.id) return `#${focused.id}`;
  if (focused.dataset.pause) return `[data-pause="${CSS.escape(focused.dataset.pause)}"]`;
  if (focused.dataset.key) return `[data-key="${CSS.escape(focused.dataset.key)}"]`;
  return null;
}

function press(event) {
  const typing = event.target.closest('input, select');
  if (event.key === 'Escape') {
    if (typing) typing.blur();
    else if (state.id !== null) go(state.view);
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key >= '1' && event.key <= String(VIEWS.length)) go(VIEWS[event.key - 1]);
  else if (event.key === '/' && $('search')) { event.preventDefault(); $('search').focus(); }
  else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const rows = [...document.querySelectorAll('tbody tr[tabindex]')];
    if (!rows.length) return;
    event.preventDefault();
    const at = rows.indexOf(document.activeElement);
    const next = event.key === 'ArrowDown' ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0);
    rows[next].focus();
  }
}

enter();
$('service').addEventListener('change', () => { state.service = $('service').value; refresh(); });
$('off').addEventListener('click', () => act('api/switch', { off: !(state.status && state.status.off) }));
$('enter').addEventListener('submit', (event) => {
  event.preventDefault();
  sessionStorage.setItem('secret', $('secret').value.trim());
  secret = $('secret').value.trim();
  refresh();
});
addEventListener('hashchange', () => { enter(); route(); });
document.addEventListener('keydown', press);
route();
setInterval(() => { if (!document.hidden) refresh(); }, 1000);
