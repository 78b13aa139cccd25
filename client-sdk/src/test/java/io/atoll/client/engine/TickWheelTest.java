package io.atoll.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TickWheelTest {
  private static final long MS = 1_000_000;

  private static final class Timed extends TickWheel.Entry {
    final TickWheel wheel;
    long wantedNanos;
    long firedNanos = -1;
    int fired;

    Timed(TickWheel wheel) {
      this.wheel = wheel;
    }

    void at(long nanos) {
      wantedNanos = nanos;
      wheel.add(this, nanos);
    }

    @Override
    void due(long nowNanos) {
      fired++;
      firedNanos = nowNanos;
    }
  }

  @Property(tries = 200)
  void eachIsDueOnceNeverEarlyAndAtMostATickLate(@ForAll long seed) {
    Random random = new Random(seed);
    long nowNanos = random.nextLong() >> 8;
    TickWheel wheel = new TickWheel(nowNanos);
    List<Timed> all = new ArrayList<>();
    List<Timed> removed = new ArrayList<>();
    for (int step = 0; step < 500; step++) {
      Timed entry = new Timed(wheel);
      entry.at(nowNanos + random.nextLong(random.nextInt(10) == 0 ? 20_000 * MS : 200 * MS));
      all.add(entry);
      Timed some = all.get(random.nextInt(all.size()));
      if (some.fired == 0 && !removed.contains(some)) {
        if (random.nextBoolean()) {
          wheel.remove(some);
          removed.add(some);
        } else {
          some.at(nowNanos + random.nextLong(300 * MS));
        }
      }
      long passed = random.nextLong(TickWheel.TICK_MS * MS);
      nowNanos += passed;
      wheel.advance(nowNanos);
      for (Timed each : all) {
        if (each.fired == 0 && !removed.contains(each)) {
          assertThat(nowNanos - each.wantedNanos).isLessThan(TickWheel.TICK_MS * MS);
        }
      }
    }
    nowNanos += 30_000 * MS;
    wheel.advance(nowNanos);
    assertThat(wheel.isEmpty()).isTrue();
    assertThat(removed).allMatch(each -> each.fired == 0);
    for (Timed each : all) {
      assertThat(each.fired).isEqualTo(removed.contains(each) ? 0 : 1);
      assertThat(each.fired == 0 || each.firedNanos >= each.wantedNanos).isTrue();
    }
  }

  @Example
  void whoIsDueMayAddAndRemoveOthersOfTheSameTick() {
    TickWheel wheel = new TickWheel(0);
    Timed victim = new Timed(wheel);
    Timed late = new Timed(wheel);
    TickWheel.Entry killer =
        new TickWheel.Entry() {
          @Override
          void due(long nowNanos) {
            wheel.remove(victim);
            late.at(nowNanos);
          }
        };
    wheel.add(killer, 10 * MS);
    victim.at(10 * MS);
    wheel.advance(10 * MS);
    assertThat(victim.fired).isZero();
    assertThat(late.fired).isZero();
    wheel.advance(15 * MS);
    assertThat(late.fired).isEqualTo(1);
    assertThat(wheel.isEmpty()).isTrue();
  }

  @Example
  void drainingLeavesNothing() {
    TickWheel wheel = new TickWheel(0);
    for (int i = 0; i < 1_000; i++) {
      new Timed(wheel).at(i * 13 * MS);
    }
    List<TickWheel.Entry> drained = new ArrayList<>();
    wheel.drain(drained::add);
    assertThat(drained).hasSize(1_000).doesNotHaveDuplicates();
    assertThat(wheel.isEmpty()).isTrue();
  }
}
