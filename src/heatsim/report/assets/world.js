// One world, asked about any moment: who is where, in what state, doing what; what the clocks say; what was fired.

const NAMED = 9;  // lanes that are told of just now
const OUT = new Set(['down', 'captured', 'away', 'dead', 'absent']);

class World {
  constructor(data, stage) {
    Object.assign(this, data);
    this.stage = stage;
    this.fought = stage.actors.some(({fights}) => fights);
    this.waysOf = stage.actors.map(() => []);
    for (const [time, actor, x, y, toX, toY, start, end, aboard] of data.ways) {
      this.waysOf[actor].push({time, x, y, toX, toY, start, end, aboard});
    }
    this.statesOf = stage.actors.map(() => []);
    for (const [time, actor, name, by] of data.states) this.statesOf[actor].push({time, name, by});
    this.clocksOf = stage.clocks.map(() => []);
    for (const [time, clock, seconds, left] of data.clocks) this.clocksOf[clock].push({time, seconds, left});
    this.spansOf = stage.lanes.map(() => []);
    for (const [lane, kind, text, begin, end] of data.spans) this.spansOf[lane].push({kind, text, begin, end});
    this.shotTimes = data.shots.map(shot => shot[0]);
    this.beatTimes = data.beats.map(beat => beat[0]);
  }

  // Every moment at which something happens, for the pace.
  get moments() {
    const waits = new Set(['wait']);
    return [
      ...this.beatTimes, ...this.shotTimes, ...this.states.map(state => state[0]),
      ...this.ways.flatMap(way => [way[0], way[7]]).filter(time => time !== null),
      ...this.spans.filter(span => !waits.has(span[1])).flatMap(span => [span[3], span[4]]),
    ];
  }

  // x and y in metres, whether on the way, and in what; null for who is nowhere.
  where(actor, time, depth = 0) {
    const way = last(this.waysOf[actor], time);
    if (!way || depth > 8) return null;
    if (way.aboard >= 0) {
      const carrier = this.where(way.aboard, time, depth + 1);
      return carrier && {...carrier, aboard: way.aboard};
    }
    if (way.end === null) return {x: way.x, y: way.y, moving: false, aboard: -1};
    const share = way.end > way.start ? Math.min(1, Math.max(0, (time - way.start) / (way.end - way.start))) : 1;
    const x = way.x + share * (way.toX - way.x), y = way.y + share * (way.toY - way.y);
    return {x, y, moving: share < 1, to: [way.toX, way.toY], aboard: -1};
  }

  state(actor, time) { return last(this.statesOf[actor], time)?.name ?? 'active'; }

  // Whether somebody is to be drawn: 'faint' is who has a place and has yet to move or fight there; till then they may be elsewhere.
  // Where there are no fights, a place is where somebody is from the beginning.
  seen(actor, time) {
    const {settled} = this.stage.actors[actor], on = this.on[actor], state = this.state(actor, time);
    if (state === 'away' || state === 'absent') return '';
    if (settled && !this.fought) return 'there';
    if (on !== null && time >= on) return 'there';
    return settled ? 'faint' : '';
  }

  // What is being done in a lane: the stretch of work that began last, in words; nothing for who waits.
  doing(lane, time) {
    let found = null;
    for (const span of this.spansOf[lane]) {
      if (span.begin <= time && time < span.end && span.kind !== 'wait' && (span.kind !== 'fight' || found === null)) found = span;
    }
    return found && (found.kind === 'fight' ? this.firing(lane, time) : found.text);
  }

  // The first few lanes in which something is done, each with what: those that are named as busy just now.
  named(time, most = NAMED) {
    const busy = this.stage.lanes.map((_, lane) => [lane, this.doing(lane, time)]).filter(([, text]) => text);
    return Object.assign(busy.slice(0, most), {more: Math.max(0, busy.length - most)});
  }

  // Whom the people of a lane have fired at in the last seconds.
  firing(lane, time) {
    const shots = this.shotsBetween(time - 4, time).filter(shot => this.stage.actors[shot[1]].lane === lane);
    const targets = [...new Set(shots.map(shot => this.stage.actors[shot[2]].title))];
    return targets.length ? `fires at ${targets.slice(0, 3).join(', ')}` : 'in the fight';
  }

  clock(number, time) {
    const set = last(this.clocksOf[number], time);
    if (!set || set.seconds === null) return null;
    return {seconds: set.seconds + (set.left ? set.time - time : time - set.time), left: Boolean(set.left)};
  }

  shotsBetween(after, until) {
    return this.shots.slice(lastNotAbove(this.shotTimes, after) + 1, lastNotAbove(this.shotTimes, until) + 1);
  }
}

// The last of some things in order of `time` that is not after a moment.
function last(things, time) {
  for (let i = things.length - 1; i >= 0; i--) if (things[i].time <= time + 1e-9) return things[i];
  return null;
}
