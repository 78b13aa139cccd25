package io.atoll.cli.load;

import io.atoll.cli.client.Answer;
import io.atoll.cli.terminal.StopSignal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Takes records from a source and keeps so many in flight. The calling thread reads; answers come
 * on the event loop of the writer's HTTP client.
 */
final class Loader {
  private static final int STOP_GRACE_S = 5;

  /** Answers that every further record would get as well. */
  private static final Set<String> HOPELESS =
      Set.of("unknown-keyspace", "impossible-level", "invalid-parameter", "unknown-route");

  private final RecordWriter writer;
  private final LoadTally tally;
  private final SeenKeys seen = new SeenKeys();
  private final Semaphore room;
  private final int concurrency;
  private final Targets writeTo;
  private final Targets readFrom;
  private volatile boolean hopeless;

  /**
   * @param writeTo null to write nothing
   * @param readFrom where records are read back, or null for not at all
   */
  Loader(RecordWriter writer, LoadTally tally, int concurrency, Targets writeTo, Targets readFrom) {
    this.writer = writer;
    this.tally = tally;
    this.concurrency = concurrency;
    this.room = new Semaphore(concurrency);
    this.writeTo = writeTo;
    this.readFrom = readFrom;
  }

  /**
   * Loads until the end of the source, a wish to stop, or a failure that all further records would
   * share; answers whether the end was reached and everything in flight has been answered.
   */
  boolean run(RecordSource source, StopSignal stop) throws IOException, InterruptedException {
    boolean complete = false;
    while (!stop.isRaised()) {
      if (!room.tryAcquire(100, TimeUnit.MILLISECONDS)) {
        continue;
      }
      if (hopeless) {
        room.release();
        break;
      }
      LoadRecord record;
      try {
        record = source.next();
      } catch (InputMistake mistake) {
        room.release();
        tally.mistaken(mistake);
        if (mistake.isFatal()) {
          break;
        }
        continue;
      }
      if (record == null) {
        room.release();
        complete = true;
        break;
      }
      tally.read(record);
      seen.add(record.key());
      process(record).onComplete(done -> room.release());
    }
    return drained(stop) && complete && !hopeless;
  }

  long duplicateKeys() {
    return seen.again();
  }

  private boolean drained(StopSignal stop) throws InterruptedException {
    while (!stop.isRaised()) {
      if (room.tryAcquire(concurrency, 100, TimeUnit.MILLISECONDS)) {
        return true;
      }
    }
    return room.tryAcquire(concurrency, STOP_GRACE_S, TimeUnit.SECONDS);
  }

  private Future<?> process(LoadRecord record) {
    if (writeTo == null) {
      return verify(record);
    }
    return writer
        .write(writeTo, record)
        .compose(
            answer -> {
              if (!answer.isOk()) {
                refused(record, answer);
                return Future.succeededFuture();
              }
              tally.acknowledged();
              return readFrom == null ? Future.succeededFuture() : verify(record);
            },
            failure -> {
              tally.failed(record, "no answer", RecordWriter.reason(failure));
              return Future.succeededFuture();
            });
  }

  private Future<?> verify(LoadRecord record) {
    return writer
        .read(readFrom, record)
        .compose(
            answer -> {
              compare(record, answer);
              return Future.succeededFuture();
            },
            failure -> {
              tally.failed(record, "not read back", RecordWriter.reason(failure));
              return Future.succeededFuture();
            });
  }

  private void compare(LoadRecord record, Answer answer) {
    if (answer.status() == 200) {
      byte[] stored = answer.body().getBytes();
      if (Arrays.equals(stored, record.value())) {
        tally.verified();
      } else {
        tally.mismatched(
            record,
            "%s has another value: %d bytes, not these %d"
                .formatted(answer.url(), stored.length, record.value().length));
      }
    } else if (answer.status() == 300) {
      // Records of one key are concurrent writes, so each must be among the siblings.
      JsonArray siblings = answer.json().getJsonArray("siblings");
      boolean among =
          siblings.stream()
              .map(JsonObject.class::cast)
              .anyMatch(sibling -> Arrays.equals(Answer.valueOf(sibling), record.value()));
      if (among) {
        tally.verified();
      } else {
        tally.mismatched(record, "%s has %d other values".formatted(answer.url(), siblings.size()));
      }
    } else if (answer.keyNotFound()) {
      tally.mismatched(record, answer.url() + " does not have it");
    } else {
      refused(record, answer);
    }
  }

  private void refused(LoadRecord record, Answer answer) {
    String kind =
        answer.problemKind().isEmpty() ? "status " + answer.status() : answer.problemKind();
    tally.failed(record, kind, answer.reason());
    if (HOPELESS.contains(kind)) {
      hopeless = true;
    }
  }
}
