// What is told beside the plan: the time, the clocks, who does what just now, and the beats, with the present one marked.

class Telling {
  constructor(stage, seek) {
    this.stage = stage;
    this.seek = seek;
    this.time = make('div', {class: 'time'});
    this.now = make('ul', {class: 'now'});
    this.list = make('ol', {class: 'told', 'aria-label': 'Beats'});
    this.right = make('div', {class: 'right'},
      make('h3', {}, 'Just now'), this.now, make('h3', {}, 'Beats'), this.list);
  }

  show(world) {
    this.world = world;
    this.here = -2;
    let before = '';
    this.items = world.beats.map(([time, who, what, kind]) => {
      const stamp = moment(this.stage, time), again = stamp === before;
      before = stamp;
      return make('li', {class: kind}, make('button', {type: 'button', tabindex: -1, click: () => this.seek(time)},
        make('span', {}, again ? '' : stamp), make('span', {}, make('b', {}, kind === 'state' || what.startsWith(who) ? '' : who), ` ${what}`)));
    });
    this.list.replaceChildren(...this.items);
  }

  render(time) {
    this.clocks(time);
    this.busy(time);
    this.mark(lastNotAbove(this.world.beatTimes, time + 1e-6));
  }

  clocks(time) {
    const shown = [make('b', {}, moment(this.stage, time))];
    this.stage.clocks.forEach((called, number) => {
      const clock = this.world.clock(number, time);
      if (!clock) return;
      const [digits, word] = reading(clock.seconds, clock.left);
      shown.push(make('span', {class: `clock ${word}`}, `${called}:`, make('b', {}, digits), ` ${word}`));
    });
    this.time.replaceChildren(...shown);
  }

  busy(time) {
    const {stage, world} = this, named = world.named(time);
    const items = named.map(([lane, text]) => make('li', hue(stage, stage.lanes[lane].side), make('b', {}, stage.lanes[lane].title), make('span', {}, text)));
    if (named.more) items.push(make('li', {}, `and ${named.more} more`));
    const idle = time >= world.end ? `Ends: ${world.ending}${world.told ? ` (${world.told})` : ''}.` : 'Everybody waits.';
    this.now.replaceChildren(...(items.length ? items : [make('li', {}, idle)]));
  }

  mark(here) {
    if (here === this.here) return;
    this.here = here;
    this.items.forEach((item, i) => {
      item.classList.toggle('past', i <= here);
      item.classList.toggle('here', i === here);
    });
    const item = this.items[here];
    this.list.scrollTop = item ? item.offsetTop - this.list.offsetTop - this.list.clientHeight / 2 : 0;
  }
}
