package io.atoll.cli.load;

import io.atoll.cli.client.Answer;
import io.atoll.cli.terminal.StopSignal;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes records from a source and keeps so many in flight, those of one key in their order. The
 * calling thread reads; answers come on the event loop of the writer's HTTP client.
 */
final class Loader {
  private static final int STOP_GRACE_S = 5;

  /** Of records in flight together, so that many large ones fill no memory. */
  private static final int MAX_BYTES = 64 << 20;

  /** Answers that every further record would get as well. */
  private static final Set<String> HOPELESS =
      Set.of("unknown-keyspace", "impossible-level", "invalid-parameter", "unknown-route");

  private final RecordWriter writer;
  private final LoadTally tally;
  private final Plan plan;
  private final SeenKeys seen = new SeenKeys();
  private final KeyTurns turns = new KeyTurns();
  private final Semaphore room;
  private final Semaphore bytes = new Semaphore(MAX_BYTES);

  /** Lines of the records in flight. */
  private final ConcurrentSkipListSet<Long> open = new ConcurrentSkipListSet<>();

  private final AtomicLong firstFailed = new AtomicLong(Long.MAX_VALUE);

  private volatile boolean hopeless;
  private volatile boolean misused;

  /**
   * What is to be done with each record.
   *
   * @param fromLine records that begin before are passed over
   * @param writeTo null to write nothing
   * @param readFrom where records are read back, or null for not at all
   * @param skipPresent whether nothing is written where the value is there already
   * @param replace whether the value shall be the only one of its key
   */
  record Plan(
      int concurrency,
      long fromLine,
      Targets writeTo,
      Targets readFrom,
      boolean skipPresent,
      boolean replace) {}

  Loader(RecordWriter writer, LoadTally tally, Plan plan) {
    this.writer = writer;
    this.tally = tally;
    this.plan = plan;
    this.room = new Semaphore(plan.concurrency);
  }

  /**
   * Loads until the end of the source, a wish to stop, or a failure that all further records would
   * share, and waits for what is in flight.
   *
   * @param sizeBytes of the input; -1 when unknown
   */
  LoadEnd run(RecordSource source, long sizeBytes, StopSignal stop)
      throws IOException, InterruptedException {
    boolean atEnd = false;
    long nextLine = source.nextLine();
    long nextOffset = source.nextOffset();
    while (!atEnd && !hopeless) {
      LoadRecord record;
      try {
        record = next(source);
      } catch (InputMistake mistake) {
        tally.mistaken(mistake);
        break;
      } catch (StoppableInput.Stopped stopped) {
        break;
      }
      atEnd = record == null;
      if (!atEnd && !taken(record, stop)) {
        break;
      }
      nextLine = source.nextLine();
      nextOffset = source.nextOffset();
    }
    boolean answered = drained(stop);
    long unread = atEnd ? 0 : sizeBytes < 0 ? -1 : sizeBytes - nextOffset;
    long first = Math.min(nextLine, firstFailed.get());
    for (long line : open) {
      first = Math.min(first, line);
    }
    return new LoadEnd(atEnd && answered && !hopeless, nextLine, unread, first);
  }

  long duplicateKeys() {
    return seen.again();
  }

  /** Whether the load has ended because what it asked of nodes is wrong. */
  boolean isMisused() {
    return misused;
  }

  /** The next record that is right, and not before the line to begin with; null at the end. */
  private LoadRecord next(RecordSource source) throws InputMistake, IOException {
    while (true) {
      try {
        LoadRecord record = source.next();
        if (record == null || record.line() >= plan.fromLine) {
          return record;
        }
      } catch (InputMistake mistake) {
        if (mistake.isFatal()) {
          throw mistake;
        }
        if (mistake.line() >= plan.fromLine) {
          tally.mistaken(mistake);
        }
      }
    }
  }

  /** Begins with a record when there is room for it; false when the user wishes to stop before. */
  private boolean taken(LoadRecord record, StopSignal stop) throws InterruptedException {
    if (!taken(room, 1, stop)) {
      return false;
    }
    if (hopeless || !taken(bytes, size(record), stop)) {
      room.release();
      return false;
    }
    tally.read(record);
    seen.add(record.key());
    open.add(record.line());
    turns.inTurn(record.key(), () -> process(record)).onComplete(done -> ended(record));
    return true;
  }

  private void ended(LoadRecord record) {
    open.remove(record.line());
    bytes.release(size(record));
    room.release();
  }

  private static int size(LoadRecord record) {
    return Math.min(MAX_BYTES, record.key().length + record.value().length);
  }

  private static boolean taken(Semaphore of, int permits, StopSignal stop)
      throws InterruptedException {
    while (!stop.isRaised()) {
      if (of.tryAcquire(permits, 100, TimeUnit.MILLISECONDS)) {
        return true;
      }
    }
    return false;
  }

  /** Waits until nothing is in flight, a while even when the user wishes to stop. */
  private boolean drained(StopSignal stop) throws InterruptedException {
    return taken(room, plan.concurrency, stop)
        || room.tryAcquire(plan.concurrency, STOP_GRACE_S, TimeUnit.SECONDS);
  }

  private Future<Void> process(LoadRecord record) {
    if (plan.writeTo == null) {
      return verify(record);
    }
    return plan.skipPresent ? writeIfAbsent(record) : write(record);
  }

  private Future<Void> writeIfAbsent(LoadRecord record) {
    return writer
        .read(plan.writeTo, record)
        .compose(
            answer -> {
              boolean present =
                  plan.replace
                      ? StoredValue.isOnly(answer, record)
                      : StoredValue.holds(answer, record);
              if (present) {
                tally.present();
                return plan.readFrom == null ? Future.succeededFuture() : verify(record);
              }
              if (answer.status() == 200 || answer.status() == 300 || answer.keyNotFound()) {
                return write(record);
              }
              refused(record, answer);
              return Future.succeededFuture();
            },
            failure -> unanswered(record, "no answer", failure));
  }

  private Future<Void> write(LoadRecord record) {
    return writer
        .write(plan.writeTo, record)
        .compose(
            answer -> {
              if (!answer.isOk()) {
                refused(record, answer);
                return Future.succeededFuture();
              }
              tally.acknowledged();
              return plan.readFrom == null ? Future.succeededFuture() : verify(record);
            },
            failure -> unanswered(record, "no answer", failure));
  }

  private Future<Void> verify(LoadRecord record) {
    return writer
        .read(plan.readFrom, record)
        .compose(
            answer -> {
              compare(record, answer);
              return Future.succeededFuture();
            },
            failure -> unanswered(record, "not read back", failure));
  }

  private void compare(LoadRecord record, Answer answer) {
    if (StoredValue.holds(answer, record)) {
      tally.verified();
    } else if (answer.status() == 200 || answer.status() == 300) {
      tally.mismatched(record, StoredValue.difference(answer, record));
    } else if (answer.keyNotFound()) {
      tally.mismatched(record, answer.url() + " does not have it");
    } else {
      refused(record, answer);
    }
  }

  private Future<Void> unanswered(LoadRecord record, String kind, Throwable failure) {
    failed(record, kind, RecordWriter.reason(failure));
    return Future.succeededFuture();
  }

  private void refused(LoadRecord record, Answer answer) {
    String kind =
        answer.problemKind().isEmpty() ? "status " + answer.status() : answer.problemKind();
    failed(record, kind, answer.reason());
    if (HOPELESS.contains(kind)) {
      misused |= answer.status() == 400;
      hopeless = true;
    }
  }

  private void failed(LoadRecord record, String kind, String message) {
    tally.failed(record, kind, message);
    firstFailed.accumulateAndGet(record.line(), Math::min);
  }
}
