package io.atoll.storage.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.TokenRange;
import io.atoll.storage.StorageKey;
import io.atoll.storage.log.StateWeight;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PendingWritesTest {
  private final PendingWrites pending = new PendingWrites();
  private final ArrayDeque<PendingWrite> underWay = new ArrayDeque<>();

  /** The newest write under way that says something of a key, found by looking at all of them. */
  private PendingWrite expected(StorageKey key) {
    return underWay.reversed().stream()
        .filter(write -> write.isDrop() ? write.covers(key) : write.key.equals(key))
        .findFirst()
        .orElse(null);
  }

  private void add(PendingWrite write) {
    pending.add(write);
    underWay.add(write);
  }

  @Test
  void theNewestWriteOrDropOfAKeyIsFoundUntilItArrives() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 20_000; i++) {
      // Now more, now fewer under way, so that the table grows and is emptied.
      boolean fills = i / 1_000 % 2 == 0;
      int choice = random.nextInt(fills ? 10 : 20);
      if (choice < 8) {
        add(PendingWrite.change(null, key(random), StateWeight.UNKNOWN, new byte[0], 0));
      } else if (choice == 8 && random.nextInt(20) == 0 && pending.takesDrop()) {
        int from = random.nextInt(200);
        int to = random.nextInt(4) == 0 ? 0 : from + 1 + random.nextInt(200);
        add(PendingWrite.drop(null, random.nextInt(2), new TokenRange(from, to), 0));
      } else if (!underWay.isEmpty()) {
        pending.remove(underWay.poll());
      }
      StorageKey key = key(random);
      assertThat(pending.newest(key)).isSameAs(expected(key));
    }
    underWay.forEach(pending::remove);
    assertThat(pending.bytes()).isZero();
  }

  @Test
  void whatIsUndoneIsForgottenThoughItStillArrives() {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 300; i++) {
      add(PendingWrite.change(null, key(random), StateWeight.UNKNOWN, new byte[0], 0));
    }
    add(PendingWrite.drop(null, 1, TokenRange.RING, 0));
    pending.undo();
    StorageKey key = new StorageKey(1, 7, new byte[1]);
    assertThat(pending.newest(key)).isNull();
    PendingWrite next = PendingWrite.change(null, key, StateWeight.UNKNOWN, null, 1);
    pending.add(next);
    underWay.forEach(pending::remove);
    assertThat(pending.newest(key)).isSameAs(next);
    assertThat(pending.bytes()).isEqualTo(next.bytes());
  }

  private static StorageKey key(SplittableRandom random) {
    return new StorageKey(random.nextInt(2), random.nextInt(300), new byte[random.nextInt(1, 3)]);
  }
}
