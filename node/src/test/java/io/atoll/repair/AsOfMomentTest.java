package io.atoll.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.repair.sketch.Sketch;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.ring.Partitions;
import io.atoll.ring.TokenRange;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What sketches were as of a moment is what the states were before the first later change. */
class AsOfMomentTest {
  private static final int ARCS = 4;
  private static final int KEYS = 40;
  private static final SketchKey KEY = new SketchKey(new byte[SketchKey.SECRET_BYTES]);

  private final SplittableRandom random = new SplittableRandom(11);
  private long nowMs = 1_000_000;
  private ArcSketches sketches = following(RecentChanges.MAX_KEPT);

  private ArcSketches following(int maxKept) {
    ArcSketches made = new ArcSketches(KEY, ARCS, arc -> true, () -> nowMs, maxKept);
    made.follow();
    return made;
  }

  private static long token(int key) {
    return Long.divideUnsigned(-1, KEYS) * key;
  }

  private static Sketch of(long token, long weight) {
    Sketch sketch = new Sketch(KEY, ArcSketches.CAPACITY);
    sketch.change(token, SketchKey.NO_WEIGHT, weight);
    return sketch;
  }

  private static Sketch none() {
    return new Sketch(KEY, ArcSketches.CAPACITY);
  }

  @Test
  void aChangeCountsFromItsEventOn() {
    sketches.changed(1, 5, 0, 7, nowMs);
    nowMs += 10_000;
    sketches.changed(1, 5, 7, 9, nowMs - 3_000);
    sketches.changed(1, 6, 0, 8, nowMs - 4_000);
    assertThat(sketches.sketch(1, 0, 1_004_000)).isEqualTo(of(5, 7));
    Sketch after = of(5, 7);
    after.add(of(6, 8));
    assertThat(sketches.sketch(1, 0, 1_006_000)).isEqualTo(after);
    assertThat(sketches.sketch(1, 0, 1_008_000)).isEqualTo(sketches.sketch(1, 0));
    assertThat(sketches.sketch(1, 0).keys()).isEqualTo(2);
  }

  @Test
  void anOldEventCountsAtOnce() {
    nowMs += 100_000;
    sketches.changed(1, 5, 0, 7, 900_000);
    assertThat(sketches.sketch(1, 0, sketches.oldestMs())).isEqualTo(of(5, 7));
  }

  /**
   * The writer's clock is right and the own one behind, or the other way round: nobody can tell.
   */
  @Test
  void anEventThatIsALittleAheadCountsFromItselfOn() {
    sketches.changed(1, 5, 0, 7, nowMs + 300);
    nowMs += 10_000;
    assertThat(sketches.sketch(1, 0, 1_000_000)).isEqualTo(none());
    assertThat(sketches.sketch(1, 0, 1_002_000)).isEqualTo(of(5, 7));
  }

  @Test
  void anEventThatIsAheadOfAllSoundClocksCountsAsOneOfNow() {
    sketches.changed(1, 5, 0, 7, nowMs + 500_000);
    nowMs += 4_000;
    assertThat(sketches.sketch(1, 0, 1_000_000)).isEqualTo(of(5, 7));
  }

  @Test
  void nothingIsKnownOfMomentsBeforeTheBeginning() {
    ArcSketches restored = new ArcSketches(KEY, ARCS, arc -> true, () -> nowMs);
    restored.changed(1, 5, 0, 7, nowMs);
    assertThat(restored.oldestMs()).isEqualTo(Moments.NOW);
    assertThat(restored.sketch(1, 0)).isEqualTo(of(5, 7));
    nowMs += 1_000;
    restored.follow();
    assertThat(restored.oldestMs()).isEqualTo(1_002_000);
    assertThat(restored.sketch(1, 0, 1_000_000)).isNull();
    assertThat(restored.sketch(1, 0, 1_002_000)).isEqualTo(of(5, 7));
  }

  @Test
  void nothingIsKnownOfAnArcBeforeItWasReadOrDropped() {
    nowMs += 10_000;
    sketches.doubted(1, Partitions.tokens(1, ARCS));
    sketches.changed(1, 5, 0, 7, 900_000);
    sketches.read(new SkippedArcs()).finish();
    sketches.dropped(1, Partitions.tokens(0, ARCS));
    for (int arc = 0; arc < 2; arc++) {
      assertThat(sketches.sketch(1, arc, 1_008_000)).isNull();
      assertThat(sketches.sketch(1, arc, 1_010_000)).isEqualTo(none());
    }
    assertThat(sketches.sketch(1, 2, 1_008_000)).isEqualTo(none());
  }

  @Test
  void aClockThatIsSetBackBeginsAnew() {
    nowMs += 500_000;
    sketches.changed(1, 5, 0, 7, nowMs);
    sketches.dropped(1, Partitions.tokens(1, ARCS));
    nowMs -= 499_000;
    assertThat(sketches.oldestMs()).isEqualTo(1_002_000);
    sketches.changed(1, 5, 7, 9, 1_001_000);
    nowMs += 4_000;
    sketches.changed(1, 6, 0, 8, 1_005_000);
    assertThat(sketches.sketch(1, 0, 1_004_000)).isEqualTo(of(5, 9));
    assertThat(sketches.sketch(1, 1, 1_004_000)).isEqualTo(none());
  }

  @Test
  void aClockThatIsSetBackALittleStandsStill() {
    nowMs += 15_000;
    sketches.changed(1, 5, 0, 7, nowMs);
    nowMs -= 5_000;
    assertThat(sketches.oldestMs()).isEqualTo(1_000_000);
    assertThat(sketches.sketch(1, 0, 1_014_000)).isEqualTo(none());
  }

  @Test
  void whereMoreChangesThanIsKeptMomentsEndEarlier() {
    sketches = following(2);
    sketches.changed(1, 5, 0, 7, 1_002_000);
    for (int arc = 0; arc < ARCS; arc++) {
      nowMs += 2_000;
      sketches.changed(1, Partitions.tokens(arc, ARCS).from(), 0, 7, nowMs);
    }
    assertThat(sketches.oldestMs()).isEqualTo(1_004_000);
    assertThat(sketches.sketch(1, 0, 1_004_000).keys()).isEqualTo(2);
    assertThat(sketches.sketch(1, 2, 1_004_000)).isEqualTo(none());
    assertThat(sketches.sketch(1, 2, 1_006_000).keys()).isEqualTo(1);
  }

  /** One key: its weight after each of its changes, by the moment as of which the change counts. */
  private static final class History {
    private final Map<Long, Long> weights = new HashMap<>();
    private long weight;
    private long eventMs;

    void change(long newWeight, long countsMs) {
      weight = newWeight;
      weights.put(countsMs, newWeight);
    }

    /** The state before the first change that counts later. */
    long asOf(long momentMs) {
      long latest = -1;
      long then = 0;
      for (Map.Entry<Long, Long> each : weights.entrySet()) {
        if (each.getKey() <= momentMs && each.getKey() > latest) {
          latest = each.getKey();
          then = each.getValue();
        }
      }
      return then;
    }
  }

  @Test
  void overAnyHistoryAMomentHasWhatWasBeforeTheFirstLaterChange() {
    for (int run = 0; run < 30; run++) {
      History[] histories = new History[KEYS];
      java.util.Arrays.setAll(histories, i -> new History());
      nowMs = 1_000_000;
      sketches = following(RecentChanges.MAX_KEPT);
      long[] knownSince = new long[ARCS];
      for (int step = 0; step < 400; step++) {
        nowMs += random.nextInt(400);
        switch (random.nextInt(60)) {
          case 0 -> restart(histories);
          case 1 -> drop(histories, knownSince, random.nextInt(ARCS));
          case 2 -> reread(histories, knownSince, random.nextInt(ARCS));
          default -> write(histories);
        }
        if (step % 10 == 0) {
          check(histories, knownSince);
        }
      }
    }
  }

  private void write(History[] histories) {
    int key = random.nextInt(KEYS);
    History history = histories[key];
    // That a state is removed is an event of now, and behind one that is ahead nobody sees it.
    boolean removed = random.nextInt(8) == 0 && history.eventMs <= nowMs;
    long after = removed ? 0 : 1 + random.nextInt(1_000_000);
    // Newest events only get later: that of now, one that was under way, or one in the future.
    long event = nowMs - (random.nextInt(4) == 0 ? random.nextInt(30_000) : random.nextInt(300));
    history.eventMs = Math.max(history.eventMs, random.nextInt(20) == 0 ? nowMs + 5_000 : event);
    long eventMs = after == 0 ? Moments.NOW : history.eventMs;
    history.eventMs = after == 0 ? Math.max(nowMs, history.eventMs) : history.eventMs;
    long oldestMs = sketches.oldestMs();
    sketches.changed(1, token(key), history.weight, after, eventMs);
    history.change(after, Math.max(oldestMs, Moments.notBefore(removed ? nowMs : eventMs)));
  }

  private void restart(History[] histories) {
    byte[] account = sketches.account();
    sketches = new ArcSketches(KEY, ARCS, arc -> true, () -> nowMs);
    assertThat(sketches.restore(account)).isTrue();
    // What the log has, of any time.
    int key = random.nextInt(KEYS);
    sketches.changed(1, token(key), histories[key].weight, 99, nowMs);
    histories[key].change(99, nowMs);
    sketches.follow();
    for (History history : histories) {
      history.weights.clear();
      history.change(history.weight, sketches.oldestMs());
    }
  }

  private void drop(History[] histories, long[] knownSince, int arc) {
    if (sketches.keyspaces.isEmpty()) {
      return;
    }
    TokenRange tokens = Partitions.tokens(arc, ARCS);
    sketches.dropped(1, tokens);
    for (int key = 0; key < KEYS; key++) {
      if (tokens.contains(token(key))) {
        histories[key].weights.clear();
        histories[key].weight = 0;
      }
    }
    knownSince[arc] = Moments.notBefore(nowMs);
  }

  private void reread(History[] histories, long[] knownSince, int arc) {
    TokenRange tokens = Partitions.tokens(arc, ARCS);
    sketches.doubted(1, tokens);
    assertThat(sketches.sketch(1, arc)).isNull();
    ArcSketches.Reading reading = sketches.read(new SkippedArcs());
    for (int key = 0; key < KEYS; key++) {
      History history = histories[key];
      if (tokens.contains(token(key)) && history.weight != 0) {
        reading.found(token(key), new byte[] {(byte) key}, new byte[0]);
        long weight = sketches.weigh(new byte[] {(byte) key}, new byte[0]);
        long later = 5;
        sketches.changed(1, token(key), weight, later, nowMs - 60_000);
        history.weights.clear();
        history.change(later, 0);
      }
    }
    nowMs += 1_000;
    reading.finish();
    knownSince[arc] = Moments.notBefore(nowMs);
  }

  private void check(History[] histories, long[] knownSince) {
    long oldestMs = sketches.oldestMs();
    for (long momentMs = oldestMs; momentMs <= nowMs; momentMs += Moments.STEP_MS) {
      for (int arc = 0; arc < ARCS; arc++) {
        Sketch sketch = sketches.sketch(1, arc, momentMs);
        if (momentMs < knownSince[arc]) {
          assertThat(sketch == null || oldestMs >= knownSince[arc]).isTrue();
          continue;
        }
        Sketch expected = none();
        for (int key = 0; key < KEYS; key++) {
          if (Partitions.of(token(key), ARCS) == arc) {
            expected.change(token(key), SketchKey.NO_WEIGHT, histories[key].asOf(momentMs));
          }
        }
        assertThat(sketch).as("arc %d as of %d, now %d", arc, momentMs, nowMs).isEqualTo(expected);
      }
    }
  }
}
