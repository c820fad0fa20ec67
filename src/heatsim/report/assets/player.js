// The player: which world, where in it, playing or not; by mouse, by keyboard, and by the page's address (#watch=film&t=120).

const SPEEDS = [['¼×', .25], ['½×', .5], ['1×', 1], ['2×', 2], ['4×', 4]];
const STEP_SECONDS = 1.1;  // from beat to beat, for those who do not want things to move
const FLASH = .5;  // seconds of the showing for which a shot is seen

class Player {
  constructor(root, {stage, worlds}) {
    Object.assign(this, {root, stage, worlds: worlds.map(data => new World(data, stage)), place: 0, playing: false, speed: 1});
    this.still = matchMedia('(prefers-reduced-motion: reduce)');
    this.plan = stage.places.length ? new Plan(stage) : null;
    this.lanes = new Lanes(stage, place => this.seek(place));
    this.telling = new Telling(stage, time => this.seek(this.pace.place(time)));
    this.build();
    this.listen();
    this.choose(0);
    this.obey();
  }

  build() {
    this.which = make('select', {change: () => this.choose(this.which.selectedIndex)}, ...this.worlds.map(world => make('option', {}, world.label)));
    this.button = make('button', {type: 'button', class: 'play', click: () => this.toggle()});
    this.slider = make('input', {type: 'range', min: 0, step: 'any', 'aria-label': 'Time in the story', input: () => this.seek(Number(this.slider.value))});
    const speed = make('select', {change: () => { this.speed = SPEEDS[speed.selectedIndex][1]; }}, ...SPEEDS.map(([label, value]) => make('option', {selected: value === 1}, label)));
    this.even = make('input', {type: 'checkbox', change: () => this.repace()});
    this.follow = make('input', {type: 'checkbox', change: () => this.render(false)});
    this.fight = make('button', {type: 'button', click: () => this.seek(this.pace.place(this.world.shotTimes[0]) - .01)}, 'First shot');
    this.why = make('p', {class: 'why'});
    this.said = make('div', {class: 'unseen', 'aria-live': 'polite'});
    const step = (direction, label, sign) => make('button', {type: 'button', 'aria-label': label, title: label, click: () => this.step(direction)}, sign);
    const tick = (box, text) => make('label', {}, box, text);
    this.root.append(
      make('div', {class: 'controls'}, this.button, step(-1, 'Beat before', '←'), step(1, 'Next beat', '→'), this.fight,
        make('label', {class: 'which'}, 'World', this.which), make('label', {}, 'Speed', speed),
        tick(this.even, 'true time'), this.plan ? tick(this.follow, 'follow the action') : null,
        make('div', {class: 'slide'}, this.slider)),
      this.why,
      make('div', {class: 'left'}, this.telling.time, this.plan?.svg ?? null, this.legend(), this.lanes.svg),
      this.telling.right, this.said);
    this.follow.checked = true;
  }

  legend() {
    const used = new Set(this.stage.lanes.map(lane => lane.side));
    const sides = this.stage.sides.filter((_, side) => used.has(side));
    return make('div', {class: 'legend'}, ...sides.map(side => make('span', {'--c': side.colour}, make('i'), side.name)), ...this.marks(),
      make('span', {}, 'thick: at work, thin: waiting, strokes: shots, × out, › away; quiet stretches are drawn shorter'));
  }

  // What marks people on the plan, as far as it happens in one of the worlds.
  marks() {
    const {plan, worlds} = this, some = what => plan && worlds.some(what);
    const mark = (name, text) => make('span', {}, make('i', {class: name}), text);
    return [
      some(world => world.fought) && mark('pale', 'pale: has not moved or fought here'),
      some(world => world.states.some(state => state[2] === 'wounded')) && mark('hurt', 'wounded'),
      some(world => world.ways.some(way => way[8] >= 0)) && mark('borne', 'carried or aboard'),
    ].filter(Boolean);
  }

  listen() {
    this.root.addEventListener('keydown', event => this.key(event));
    addEventListener('hashchange', () => this.obey());
    let width = 0;
    new ResizeObserver(() => {
      const now = this.lanes.svg.clientWidth;
      if (now !== width) { width = now; this.measure(); }
    }).observe(this.root);
  }

  key(event) {
    const own = event.target.matches('select, input[type=range]');
    if (event.key === ' ' && !event.target.matches('button, select, input[type=checkbox]')) this.toggle();
    else if (event.key === 'ArrowRight' && !own) event.shiftKey ? this.seek(this.place + this.pace.length / 10) : this.step(1);
    else if (event.key === 'ArrowLeft' && !own) event.shiftKey ? this.seek(this.place - this.pace.length / 10) : this.step(-1);
    else if (event.key === 'Home' && !own) this.seek(0);
    else if (event.key === 'End' && !own) this.seek(this.pace.length);
    else return;
    event.preventDefault();
  }

  // What the address asks for: a world, and a moment in it.
  obey() {
    const asked = new URLSearchParams(location.hash.slice(1)), id = asked.get('watch');
    const number = this.worlds.findIndex(world => world.id === id);
    if (number < 0) return;
    if (this.world !== this.worlds[number]) this.choose(number);
    this.seek(this.pace.place(Number(asked.get('t')) || 0));
    document.getElementById('watch').scrollIntoView();
  }

  choose(number) {
    this.pause();
    this.world = this.worlds[number];
    this.which.selectedIndex = number;
    this.why.textContent = this.world.why;
    this.fight.hidden = !this.world.shots.length;
    this.plan?.show(this.world);
    this.telling.show(this.world);
    this.place = 0;
    this.repace(0);
  }

  repace(time = this.pace.time(this.place)) {
    this.pace = new Pace(this.world.moments, this.world.end, this.even.checked);
    this.slider.max = this.pace.length;
    this.place = this.pace.place(time);
    this.measure();
  }

  measure() {
    const width = Math.max(this.lanes.svg.clientWidth, 280);
    this.plan?.resize(width);
    this.lanes.show(this.world, this.pace, width);
    this.render(false);
  }

  seek(place) {
    this.place = Math.min(Math.max(place, 0), this.pace.length);
    this.render(false);
  }

  // To the next moment at which a beat is told, or to the one before.
  step(direction) {
    const now = this.pace.time(this.place), moments = [0, ...this.world.beatTimes, this.world.end];
    const next = direction > 0 ? moments.find(time => time > now + 1e-3) : moments.findLast(time => time < now - 1e-3);
    if (next === undefined) return;
    this.since = now;
    this.seek(this.pace.place(next));
    this.since = undefined;
    const beat = this.world.beats[this.telling.here];
    if (beat) this.said.textContent = `${moment(this.stage, beat[0])} ${beat[1]}: ${beat[2]}`;
  }

  toggle() { if (this.playing) this.pause(); else this.play(); }

  pause() { this.playing = false; this.label(); }

  play() {
    if (this.place >= this.pace.length) this.place = 0;
    this.playing = true;
    this.label();
    let before = null, due = 0;
    const frame = now => {
      if (!this.playing) return;
      const passed = before === null ? 0 : Math.min((now - before) / 1000, .25);
      before = now;
      if (this.still.matches) {
        due += passed * this.speed;
        if (due >= STEP_SECONDS) { due = 0; this.step(1); }
      } else {
        this.place = Math.min(this.place + passed * this.speed, this.pace.length);
        this.render(true);
      }
      if (this.place >= this.pace.length) { this.pause(); this.render(false); } else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  label() { this.button.textContent = this.playing ? '❚❚ Pause' : '▶ Play'; }

  render(smooth) {
    const time = this.pace.time(this.place), flash = FLASH * Math.max(1, this.playing ? this.speed : 1);
    this.slider.value = this.place;
    this.slider.setAttribute('aria-valuetext', moment(this.stage, time));
    this.plan?.render(time, [this.since ?? this.pace.time(this.place - flash), time], this.follow.checked, smooth);
    this.lanes.render(time);
    this.telling.render(time);
  }
}

new Player(document.getElementById('replay'), JSON.parse(document.getElementById('replay-data').textContent));
