package io.atoll.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CatchUpTest {
  private static final long TIMEOUT_MS = 300;

  private final CatchUp catchUp = new CatchUp(TIMEOUT_MS, new SplittableRandom(1));

  /** Store seed 1895: everybody whom gossip named was behind links that held all messages back. */
  @Test
  void whoHasToldItselfIsAskedBeforeThoseOfWhomOthersTold() {
    for (int i = 0; i < 10; i++) {
      catchUp.announced("cut-off-" + i, 2, false);
    }
    catchUp.announced("here", 2, true);
    assertThat(catchUp.next(0, 1)).contains("here");
  }

  @Test
  void whoIsKnownByHearsayIsLeftAsSoonAsSomebodyTellsItself() {
    catchUp.announced("cut-off", 2, false);
    catchUp.announced("gone", 2, false);
    long nowMs = 0;
    assertThat(catchUp.next(nowMs, 1)).isPresent();
    for (int i = 0; i < 4; i++) {
      nowMs += TIMEOUT_MS << i;
      assertThat(catchUp.next(nowMs, 1)).isPresent();
    }
    catchUp.announced("here", 2, true);
    assertThat(catchUp.next(nowMs + TIMEOUT_MS - 1, 1)).isEmpty();
    assertThat(catchUp.next(nowMs + TIMEOUT_MS, 1)).contains("here");
  }

  /**
   * Store seed 4845: of those who had been asked in vain all had told so, before they were cut off.
   */
  @Test
  void whoFailedIsLeftSoonWhenSomebodyElseTellsItself() {
    catchUp.announced("cut-off", 2, true);
    catchUp.announced("gone", 2, true);
    long nowMs = 0;
    assertThat(catchUp.next(nowMs, 1)).isPresent();
    for (int i = 0; i < 4; i++) {
      nowMs += TIMEOUT_MS << i;
      assertThat(catchUp.next(nowMs, 1)).isPresent();
    }
    catchUp.announced("here", 2, true);
    assertThat(catchUp.next(nowMs + TIMEOUT_MS, 1)).contains("here");
  }

  @Test
  void whoToldItselfAndDoesNotAnswerIsLeftForOthersInTheEnd() {
    catchUp.announced("deaf", 2, true);
    catchUp.announced("well", 2, false);
    assertThat(askedUntil("well")).isLessThan(10 * TIMEOUT_MS);
  }

  @Test
  void manyWhoAreKnownByHearsayDoNotKeepOutOneWhoTellsItself() {
    for (int i = 0; i < 100; i++) {
      catchUp.announced("cut-off-" + i, 2, false);
    }
    catchUp.announced("here", 2, true);
    assertThat(catchUp.next(0, 1)).contains("here");
  }

  /** It was forgotten after five failures, and not heard of again unless the epoch rose. */
  @Test
  void theOnlyOneIsAskedAgainHoweverOftenItFailed() {
    catchUp.announced("far", 2, true);
    int asked = 0;
    for (long nowMs = 0; nowMs < 100 * TIMEOUT_MS; nowMs += TIMEOUT_MS) {
      asked += catchUp.next(nowMs, 1).isPresent() ? 1 : 0;
    }
    assertThat(asked).isGreaterThan(10);
  }

  private long askedUntil(String peer) {
    for (long nowMs = 0; nowMs < 100 * TIMEOUT_MS; nowMs += TIMEOUT_MS) {
      if (catchUp.next(nowMs, 1).equals(Optional.of(peer))) {
        return nowMs;
      }
    }
    throw new AssertionError(peer + " was never asked");
  }
}
