package io.atoll.repair;

import java.util.List;

/** What a replica answers to an {@link ExchangeQuestion}. */
public sealed interface ExchangeAnswer {
  /** Of the answerer's topology. */
  long epoch();

  /**
   * A key that the asker is to merge into its own.
   *
   * @param state encoded
   */
  record Entry(byte[] key, byte[] state) {
    /** What it counts for. */
    public int sizeBytes() {
      return key.length + state.length;
    }
  }

  /**
   * What was found of a stretch of keys.
   *
   * @param entries what the asker lacks, ascending
   * @param wanted which of the asker's states are lacking here, by the indices of their summaries
   * @param through up to where, inclusive, all that was asked is answered; the asker goes on behind
   *     it; null where that is all of it
   * @param differing how many keys differ, up to there
   * @param unsettled how many were left alone, up to there
   */
  record Exchanged(
      long epoch, List<Entry> entries, int[] wanted, KeyPlace through, int differing, int unsettled)
      implements ExchangeAnswer {
    public Exchanged {
      entries = List.copyOf(entries);
    }
  }

  /**
   * No answer.
   *
   * @param why for people
   */
  record Declined(long epoch, String why) implements ExchangeAnswer {}
}
