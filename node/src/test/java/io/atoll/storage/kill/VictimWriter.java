package io.atoll.storage.kill;

import io.atoll.env.Loop;
import io.atoll.storage.Durability;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageShard;
import io.vertx.core.Future;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes from one loop for ever, a bounded number at a time: values computed from what was there,
 * values that do not care, and removals. Belongs to its loop.
 */
final class VictimWriter {
  private static final int WINDOW = 48;
  private static final int REMOVAL_PERCENT = 10;
  private static final int BLIND_PERCENT = 45;

  private final Victim victim;
  private final Loop loop;
  private final List<Integer> keys;
  private final SplittableRandom random;
  private long nextState;
  private int underWay;
  private boolean scheduled;
  private boolean turnedAway;

  /**
   * @param start the number of this start: later starts have higher states
   * @param number tells the writers of one start apart
   */
  VictimWriter(Victim victim, Loop loop, List<Integer> keys, int start, int number) {
    this.victim = victim;
    this.loop = loop;
    this.keys = keys;
    this.random = new SplittableRandom(start * 31L + number);
    this.nextState = (long) start << 40 | (long) number << 36;
  }

  void turn() {
    scheduled = false;
    turnedAway = false;
    try {
      // After a refusal others have their turn: what would make room may wait for this loop.
      while (underWay < WINDOW && !turnedAway) {
        writeOne();
      }
    } catch (Throwable defect) {
      Victim.die(defect);
    }
  }

  private void writeOne() {
    int number = keys.get(random.nextInt(keys.size()));
    StorageKey key = victim.key(number);
    long state = ++nextState;
    int dice = random.nextInt(100);
    boolean removal = dice < REMOVAL_PERCENT;
    boolean blind = dice < REMOVAL_PERCENT + BLIND_PERCENT;
    victim.send(
        new Report(removal ? Report.Kind.REMOVAL : Report.Kind.VALUE, number, state, Report.BLIND));
    underWay++;
    // A killed process loses neither kind once it is acknowledged.
    Durability when = random.nextBoolean() ? Durability.SYNCED : Durability.BUFFERED;
    StorageShard shard = victim.shard(key);
    Future<?> written =
        blind
            ? shard.put(key, when, removal ? null : Values.of(number, state, Report.BLIND))
            : shard.update(
                key, when, before -> Values.of(number, state, Values.state(number, before)));
    written.onComplete((result, failure) -> answered(number, state, failure));
  }

  private void answered(int number, long state, Throwable failure) {
    underWay--;
    if (failure == null) {
      victim.send(new Report(Report.Kind.ACKNOWLEDGED, number, state, Report.BLIND));
    } else if (!(failure instanceof StorageException refused)
        || refused.reason() != StorageException.Reason.OVERLOADED) {
      Victim.die(failure);
    } else {
      turnedAway = true;
      victim.send(new Report(Report.Kind.REFUSED, number, state, Report.BLIND));
    }
    if (!scheduled) {
      scheduled = true;
      loop.execute(this::turn);
    }
  }
}
