// The ground from above: places and walls, everybody where they are, lines of fire, who is out.

const RADIUS = 11;
const SPOT = 4;  // the mark of a place
const SMALLEST = 24;  // metres: no closer than this

class Plan {
  constructor(stage) {
    this.stage = stage;
    this.svg = draw('svg', {class: 'plan', role: 'img', 'aria-label': 'Plan of the ground'});
    this.layers = Object.fromEntries(['ground', 'fire', 'people', 'words'].map(name => [name, draw('g')]));
    this.svg.append(...Object.values(this.layers));
    this.people = stage.actors.map(actor => this.person(actor));
    this.layers.people.append(...this.people.map(person => person.node));
    this.view = null;
  }

  person(actor) {
    const called = draw('text', {class: 'called'}, actor.title);
    const node = draw('g', {class: 'who', ...hue(this.stage, actor.side)},
      draw('circle', {class: 'sling', r: RADIUS + 3}), draw('circle', {class: 'disc', r: RADIUS}), draw('text', {y: 3.8, class: actor.short.length > 2 ? 'long' : 'short'}, actor.short),
      draw('path', {class: 'cross', d: 'M-8-8L8 8M-8 8L8-8'}), called, draw('title', {}, actor.title));
    return {node, called, at: null, width: 7 * actor.title.length + 4};
  }

  show(world) {
    this.world = world;
    this.whole = bounds(this.spots(world));
    this.view = null;
    this.people.forEach(person => { person.at = null; });
  }

  // Every spot where somebody is at some time.
  spots(world) {
    const spots = world.ways.filter(way => way[8] < 0 && world.seen(way[1], Math.max(way[0], world.on[way[1]] ?? 0)))
      .flatMap(way => [[way[2], way[3]], [way[4], way[5]]]);
    return spots.length ? spots : this.stage.places.map(place => [place.x, place.y]);
  }

  resize(width) {
    this.width = width;
    const box = this.whole, across = (box.right - box.left) / (box.top - box.bottom);
    this.height = Math.round(Math.min(Math.max(width / across, width < 600 ? 260 : 320), width < 600 ? 300 : 400));
    this.svg.setAttribute('viewBox', `0 0 ${this.width} ${this.height}`);
  }

  // `window` are the moments between which shots are shown; `smooth` lets view and people glide.
  render(time, window, follow, smooth) {
    const wanted = follow ? this.action(time) ?? this.whole : this.whole;
    this.view = smooth && this.view ? mixed(this.view, wanted, .08) : wanted;
    this.fit();
    const drawn = this.place(time, smooth);
    this.ground(drawn);
    this.fire(drawn, window);
    this.verdict(time);
  }

  // The part of the ground where there are shots or walks about now, with whoever is named as busy; null where nothing moves.
  action(time) {
    const world = this.world, near = [];
    for (const [when, shooter, target] of world.shotsBetween(time - 8, time + 5)) {
      for (const actor of [shooter, target]) near.push(world.where(actor, when));
    }
    const named = new Set(world.named(time).map(([lane]) => lane)), beside = [];
    this.stage.actors.forEach(({lane}, actor) => {
      const here = world.seen(actor, time) && world.where(actor, time);
      if (!here) return;
      if (here.moving) near.push(here, {x: here.to[0], y: here.to[1]});
      else if (named.has(lane) && !OUT.has(world.state(actor, time))) beside.push(here);
    });
    const spots = list => list.filter(Boolean).map(spot => [spot.x, spot.y]);
    return spots(near).length ? bounds(spots([...near, ...beside])) : null;
  }

  fit() {
    const {left, right, bottom, top} = this.view;
    this.scale = Math.min((this.width - 110) / (right - left), (this.height - 120) / (top - bottom));
    this.middle = [(left + right) / 2, (bottom + top) / 2];
    this.walls = this.stage.walls.map(([ax, ay, bx, by]) => [...this.pixel([ax, ay]), ...this.pixel([bx, by])]);
  }

  pixel([x, y]) {
    return [this.width / 2 + (x - this.middle[0]) * this.scale, this.height / 2 - (y - this.middle[1]) * this.scale];
  }

  // Where each person is drawn: those who stand on one another, side by side.
  place(time, smooth) {
    const world = this.world, there = [];
    this.people.forEach((person, actor) => {
      const seen = world.seen(actor, time), here = seen && world.where(actor, time);
      person.node.style.display = here ? '' : 'none';
      if (!here) { person.at = null; return; }
      const state = world.state(actor, time);
      person.node.setAttribute('class', `who ${seen} ${state === 'wounded' ? 'hurt' : ''} ${here.aboard >= 0 ? 'borne' : ''} ${OUT.has(state) ? 'out' : ''} ${state}`);
      there.push({actor, person, here, at: this.pixel([here.x, here.y])});
    });
    const out = there.filter(one => one.person.node.classList.contains('out'));
    spread(out, 1.5 * RADIUS);
    spread(there.filter(one => !out.includes(one)), 2 * RADIUS + 2);
    const drawn = new Map();
    for (const one of there) {
      const {person} = one;
      person.at = smooth && person.at ? person.at.map((value, i) => value + .3 * (one.at[i] - value)) : one.at;
      person.node.setAttribute('transform', `translate(${person.at[0].toFixed(1)} ${person.at[1].toFixed(1)})`);
      drawn.set(one.actor, {at: person.at, here: one.here, person, out: out.includes(one)});
    }
    this.taken = name(drawn, this.width, [this.width - 110, this.height - 34, this.width, this.height], this.walls);
    return drawn;
  }

  ground(drawn) {
    const {stage} = this, nodes = [];
    for (const [x1, y1, x2, y2] of this.walls) nodes.push(draw('line', {class: 'wall', x1, y1, x2, y2}));
    const {taken} = this, clear = box => inside(box, this) && !taken.some(other => meet(box, other)) && !this.walls.some(wall => crosses(wall, box));
    const spots = stage.places.map(place => [place, ...this.pixel([place.x, place.y])]).filter(([, x, y]) => inside([x, y, x, y], this));
    taken.push(...spots.map(([, x, y]) => [x - SPOT, y - SPOT, x + SPOT, y + SPOT]));
    for (const [place, x, y] of spots) {
      nodes.push(draw('circle', {class: 'spot', cx: x, cy: y, r: SPOT}));
      const free = nameBoxes(x, y, 6 * place.name.length).find(({box}) => clear(box));
      if (!free) continue;
      taken.push(free.box);
      nodes.push(draw('text', {class: 'placename', x: free.x, y: free.y, 'text-anchor': free.anchor}, place.name));
    }
    for (const {at, here, person} of drawn.values()) {
      if (!here.moving || here.aboard >= 0) continue;
      const [x2, y2] = this.pixel(here.to), style = person.node.getAttribute('style');
      nodes.push(draw('line', {class: 'way', x1: at[0], y1: at[1], x2, y2, style}));
    }
    nodes.push(...this.ruler());
    this.layers.ground.replaceChildren(...nodes);
  }

  ruler() {
    const metres = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000].find(step => step * this.scale > 50) ?? 10000;
    const x = this.width - 16, y = this.height - 12, long = metres * this.scale;
    return [
      draw('line', {class: 'scale', x1: x - long, y1: y, x2: x, y2: y}),
      draw('text', {class: 'scaletext', x: x - long / 2, y: y - 6}, `${metres} m`),
    ];
  }

  fire(drawn, [after, until]) {
    const nodes = [], length = Math.max(until - after, 1e-9);
    for (const [when, shooter, target, rounds, hits] of this.world.shotsBetween(after, until)) {
      const from = drawn.get(shooter)?.at, to = drawn.get(target)?.at;
      if (!from || !to) continue;
      const fresh = .25 + .75 * (1 - (until - when) / length), style = this.people[shooter].node.getAttribute('style');
      const long = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
      const [dx, dy] = [(to[0] - from[0]) / long, (to[1] - from[1]) / long];
      const x1 = from[0] + dx * RADIUS, y1 = from[1] + dy * RADIUS, x2 = to[0] - dx * (RADIUS + 2), y2 = to[1] - dy * (RADIUS + 2);
      nodes.push(draw('line', {class: 'aim', x1, y1, x2, y2, style, 'stroke-width': 1 + .7 * Math.sqrt(rounds), opacity: fresh.toFixed(2)}));
      if (hits) nodes.push(draw('circle', {class: 'struck', cx: to[0], cy: to[1], r: RADIUS + 5, opacity: fresh.toFixed(2)}));
    }
    this.layers.fire.replaceChildren(...nodes);
  }

  verdict(time) {
    const {world} = this, over = time >= world.end - 1e-6;
    const text = `Ends: ${world.ending}`;
    this.layers.words.replaceChildren(...(over ? [draw('text', {class: 'verdict', x: this.width / 2, y: 24}, text)] : []));
  }
}

// A box about some spots, with room around it.
function bounds(spots) {
  const xs = spots.map(spot => spot[0]), ys = spots.map(spot => spot[1]);
  const box = {left: Math.min(...xs), right: Math.max(...xs), bottom: Math.min(...ys), top: Math.max(...ys)};
  const wide = Math.max(SMALLEST - (box.right - box.left), 0) / 2, high = Math.max(SMALLEST / 2 - (box.top - box.bottom), 0) / 2;
  return {left: box.left - wide, right: box.right + wide, bottom: box.bottom - high, top: box.top + high};
}

const mixed = (a, b, share) => Object.fromEntries(Object.keys(a).map(key => [key, a[key] + share * (b[key] - a[key])]));

const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

// Whether a line touches a box: what is left of it between the box's sides, if anything.
function crosses([x1, y1, x2, y2], [left, top, right, bottom]) {
  let from = 0, to = 1;
  for (const [start, step, low, high] of [[x1, x2 - x1, left, right], [y1, y2 - y1, top, bottom]]) {
    if (Math.abs(step) < 1e-9) {
      if (start < low || start > high) return false;
      continue;
    }
    const ends = [(low - start) / step, (high - start) / step];
    from = Math.max(from, Math.min(...ends));
    to = Math.min(to, Math.max(...ends));
  }
  return from <= to;
}

const inside = ([left, top, right, bottom], {width, height}) => left >= 0 && top >= 0 && right <= width && bottom <= height;

// Where the name of a place may stand: below it, above, at the right, at the left.
function nameBoxes(x, y, wide) {
  const half = wide / 2 + 3;
  return [
    {x, y: y + 24, anchor: 'middle', box: [x - half, y + 11, x + half, y + 31]},
    {x, y: y - 13, anchor: 'middle', box: [x - half, y - 26, x + half, y - 6]},
    {x: x + 9, y: y + 4, anchor: 'start', box: [x + 6, y - 9, x + wide + 12, y + 11]},
    {x: x - 9, y: y + 4, anchor: 'end', box: [x - wide - 12, y - 9, x - 6, y + 11]},
  ];
}

// People nearer to one another than `step` form a block of rows about their middle; where a block would cover others, they give way.
function spread(people, step) {
  const left = [...people];
  while (left.length) {
    const group = [left.shift()];
    for (const one of group) {
      for (const other of left.filter(other => Math.hypot(other.at[0] - one.at[0], other.at[1] - one.at[1]) < step)) {
        group.push(other);
        left.splice(left.indexOf(other), 1);
      }
    }
    if (group.length === 1) continue;
    const middle = [0, 1].map(i => group.reduce((sum, one) => sum + one.at[i], 0) / group.length);
    const columns = Math.ceil(Math.sqrt(group.length)), rows = Math.ceil(group.length / columns);
    group.sort((a, b) => a.actor - b.actor).forEach((one, i) => {
      const row = Math.floor(i / columns), inRow = Math.min(columns, group.length - row * columns);
      one.at = [middle[0] + (i % columns - (inRow - 1) / 2) * step, middle[1] + (row - (rows - 1) / 2) * step];
    });
  }
  pushApart(people, step);
}

// Pushes those who are nearer than `step` apart, each by half of what is lacking, until nobody is (or nearly).
function pushApart(people, step) {
  for (let turn = 0, close = true; close && turn < 60; turn++) {
    close = false;
    people.forEach((one, i) => people.slice(i + 1).forEach(other => {
      let x = other.at[0] - one.at[0], y = other.at[1] - one.at[1], apart = Math.hypot(x, y);
      if (apart > step - .5) return;
      if (apart < .01) [x, y, apart] = [0, 1, 1];
      const push = (step - Math.min(apart, step)) / 2 / apart;
      one.at = [one.at[0] - x * push, one.at[1] - y * push];
      other.at = [other.at[0] + x * push, other.at[1] + y * push];
      close = true;
    }));
  }
}

// The side with no wall across it first; a name across a wall is better than none.
const sides = (one, other, walls) => walls.some(wall => crosses(wall, one)) ? [other, one] : [one, other];

// Names beside those who have room for one, at the right or at the left; returns the boxes that are taken, the scale's too.
function name(drawn, width, scale, walls) {
  const taken = [scale, ...[...drawn.values()].map(({at}) => [at[0] - RADIUS, at[1] - RADIUS, at[0] + RADIUS, at[1] + RADIUS])];
  for (const {at, person, out} of drawn.values()) {
    const right = [at[0] + RADIUS + 2, at[1] - 7, at[0] + RADIUS + 2 + person.width, at[1] + 7];
    const left = [at[0] - RADIUS - 2 - person.width, at[1] - 7, at[0] - RADIUS - 2, at[1] + 7];
    const box = out || person.node.classList.contains('faint') ? null : sides(right, left, walls).find(box => box[0] > 0 && box[2] < width && !taken.some(other => meet(box, other)));
    person.called.style.display = box ? '' : 'none';
    if (!box) continue;
    taken.push(box);
    person.called.setAttribute('x', box === right ? RADIUS + 4 : -RADIUS - 4);
    person.called.setAttribute('y', 4);
    person.called.style.textAnchor = box === right ? 'start' : 'end';
  }
  return taken;
}
