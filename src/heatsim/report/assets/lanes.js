// The timeline: a lane for each actor, with work, walks and waits, shots, and who falls; a click shows that moment.

const TOP = 22;
const NARROW = 600;  // pixels: below it a name stands over its lane, whole, and the lane is as wide as the picture
const NAME = 14;  // pixels for a name over its lane
const RANK = {wait: 0, fight: 1, move: 2, do: 3};  // what is drawn over what

class Lanes {
  constructor(stage, seek) {
    this.stage = stage;
    this.row = stage.places.length ? 19 : 27;  // where there is no plan, there is room for words
    this.svg = draw('svg', {class: 'lanes', role: 'img', 'aria-label': 'Timeline: who does what, when'});
    const move = event => { if (event.buttons || event.type === 'click') this.pick(event, seek); };
    for (const type of ['click', 'pointermove']) this.svg.addEventListener(type, move);
  }

  pick(event, seek) {
    const box = this.svg.getBoundingClientRect();
    const x = (event.clientX - box.left) * this.width / box.width;
    if (x >= this.left) seek((x - this.left) / (this.width - this.left - 6) * this.pace.length);
  }

  show(world, pace, width) {
    Object.assign(this, {world, pace, width});
    const busy = this.stage.lanes.map((_, lane) => lane).filter(lane => this.busy(lane));
    const rowOf = new Map(busy.map((lane, row) => [lane, row]));
    const longest = Math.max(...busy.map(lane => this.stage.lanes[lane].title.length), 4);
    this.over = width < NARROW ? NAME : 0;
    this.left = this.over ? 0 : Math.min(7 * longest + 8, 170);
    this.step = this.row + this.over;
    this.height = TOP + this.step * busy.length + 4;
    this.svg.setAttribute('viewBox', `0 0 ${width} ${this.height}`);
    const rows = busy.flatMap((lane, row) => this.lane(lane, this.y(row)));
    this.cursor = draw('g', {}, draw('line', {class: 'cursor', y1: TOP - 6, y2: this.height}),
      draw('path', {class: 'cursorhead', d: `M-6 ${TOP - 14}H6L0 ${TOP - 5}Z`}));
    this.svg.replaceChildren(...this.axis(), ...rows, ...this.shots(rowOf), ...this.falls(rowOf), this.cursor);
  }

  // A lane is worth its room for what is done in it; what is nobody's and only waits is not.
  busy(lane) {
    const spans = this.world.spansOf[lane];
    return spans.some(span => span.kind !== 'wait') || (this.stage.lanes[lane].side >= 0 && spans.length > 0)
      || this.world.shots.some(shot => this.stage.actors[shot[1]].lane === lane);
  }

  x(time) { return this.left + this.pace.place(time) / this.pace.length * (this.width - this.left - 6); }

  // The upper edge of a lane, below its name where that stands over it.
  y(row) { return TOP + this.step * row + this.over; }

  axis() {
    const count = Math.max(3, Math.floor((this.width - this.left) / 110)), nodes = [];
    for (let i = 0; i <= count; i++) {
      const time = this.pace.time(this.pace.length * i / count), x = this.x(time);
      nodes.push(draw('line', {class: 'tick', x1: x, x2: x, y1: TOP - 5, y2: this.height}));
      const anchor = i === count ? 'end' : i ? 'middle' : 'start';
      nodes.push(draw('text', {class: 'hour', x, y: 11, style: `text-anchor:${anchor}`}, moment(this.stage, time)));
    }
    return nodes;
  }

  lane(lane, y) {
    const {title, side} = this.stage.lanes[lane];
    const short = this.over ? title : clipped(title, Math.floor(this.left / 6.6));
    const nodes = [
      draw('rect', {class: 'lane', x: this.left, y: y + 2, width: this.width - this.left - 6, height: this.row - 4, rx: 2}),
      draw('text', {class: 'title', x: 0, y: this.over ? y - 2 : y + this.row / 2 + 4}, short, draw('title', {}, title)),
    ];
    const order = this.world.spansOf[lane].toSorted((a, b) => RANK[a.kind] - RANK[b.kind]);
    for (const span of order) {
      const x = this.x(span.begin), width = Math.max(this.x(span.end) - x - .5, 1), inset = span.kind === 'wait' ? this.row / 2 - 1.5 : 4;
      const room = span.kind === 'do' || span.kind === 'move' ? Math.floor((width - 8) / 6.2) : 0;
      nodes.push(draw('rect', {class: span.kind, x, y: y + inset, width, height: this.row - 2 * inset, rx: 1.5, ...hue(this.stage, side)},
        draw('title', {}, `${title}: ${span.text}, ${moment(this.stage, span.begin)} to ${moment(this.stage, span.end)}`)));
      if (room >= Math.min(span.text.length, 9)) nodes.push(draw('text', {class: 'inside', x: x + 5, y: y + this.row / 2 + 4}, clipped(span.text, room)));
    }
    return nodes;
  }

  // All shots of a lane as one path: there may be hundreds.
  shots(rowOf) {
    const paths = new Map();
    for (const [time, shooter] of this.world.shots) {
      const {lane} = this.stage.actors[shooter];
      const row = rowOf.get(lane);
      if (row !== undefined) paths.set(lane, `${paths.get(lane) ?? ''}M${this.x(time).toFixed(1)} ${this.y(row) + 3}v${this.row - 6}`);
    }
    return [...paths].map(([lane, d]) => draw('path', {class: 'shot', d, ...hue(this.stage, this.stage.lanes[lane].side)}));
  }

  falls(rowOf) {
    return this.world.states.filter(state => state[0] > 0 && OUT.has(state[2]) && rowOf.has(this.stage.actors[state[1]].lane)).map(([time, actor, state]) => {
      const x = this.x(time), y = this.y(rowOf.get(this.stage.actors[actor].lane)) + this.row / 2;
      const d = state === 'away' ? `M${x - 5} ${y - 5}l5 5l-5 5` : `M${x - 4} ${y - 4}l8 8m0-8l-8 8`;
      return draw('path', {class: 'fell', d, fill: 'none'}, draw('title', {}, `${this.stage.actors[actor].title}: ${state}`));
    });
  }

  render(time) { this.cursor.setAttribute('transform', `translate(${this.x(time).toFixed(1)} 0)`); }
}

const clipped = (text, most) => text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;
