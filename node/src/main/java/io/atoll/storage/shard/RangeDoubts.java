package io.atoll.storage.shard;

import io.atoll.storage.commit.PendingWrite;
import io.atoll.storage.manifest.Account;

/**
 * Which writes under way may have been made from a state that is none any more, because what a
 * range holds changed otherwise than by writes; and until when the manifest has to note such a
 * change.
 *
 * <p>The account of a flush need not be doubted for a change when the listener was told of it
 * before the memtable was full. But the log says of a write what it replaced when it was asked for:
 * one that was under way at the change says what is not so any more. A doubt is settled when all of
 * those have come back: a start from a later flush will not meet them in the log. While the log
 * fails, it may: what was discarded may be on the disk until the next segment says that it is not.
 *
 * <p>Belongs to the shard's loop.
 */
final class RangeDoubts {
  private final boolean heard;
  private PendingWrite newestSubmitted;

  /** The last write that may carry a state which is none any more; null: none does. */
  private PendingWrite unsureUpTo;

  private boolean logFails;
  private long noted;
  private long told;
  private long settled;

  /**
   * @param account of the start: all that it doubts was told then, with no write under way
   * @param heard whether anybody listens
   */
  RangeDoubts(Account account, boolean heard) {
    this.heard = heard;
    this.noted = account.newestDoubt();
    this.told = noted;
    this.settled = noted;
  }

  /** The number of a doubt that the manifest is about to note; 0 where nobody listens. */
  long note() {
    return heard ? ++noted : 0;
  }

  /** The listener is told that a range has changed. */
  void told(long doubt) {
    told = doubt;
    unsureUpTo = newestSubmitted;
  }

  /** No doubt up to this one concerns what the listener says now. */
  long settled() {
    if (unsureUpTo == null && !logFails) {
      settled = told;
    }
    return settled;
  }

  /**
   * Whether the write that is promoted now may have been made from a state that is none any more.
   */
  boolean isUnsure() {
    return unsureUpTo != null;
  }

  /** A write is on its way. */
  void submitted(PendingWrite write) {
    newestSubmitted = write;
  }

  /** A write has come back, one way or the other: those behind it may be sure again. */
  @SuppressWarnings("ReferenceEquality") // this very write
  void returned(PendingWrite write) {
    if (write == unsureUpTo) {
      unsureUpTo = null;
    }
    if (write == newestSubmitted) {
      newestSubmitted = null;
    }
  }

  void logFailed() {
    logFails = true;
  }

  void logRecovered() {
    logFails = false;
  }
}
