package io.atoll.cli.load;

import io.atoll.cli.client.Answer;
import io.atoll.cli.client.Call;
import io.atoll.cli.client.KeyOptions;
import io.atoll.cli.client.NodeHttp;
import io.atoll.cli.terminal.CommandFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes and reads back single records, trying again where that is safe.
 *
 * <p>A write is sent again when nothing can have happened: no connection was made, or the node says
 * that it attempted nothing. A write whose fate is unclear is not, because a blind write that took
 * effect twice leaves two siblings. When each write first reads what it supersedes ({@code
 * replace}), a second one supersedes the first, so then unclear ones are tried again too.
 */
final class RecordWriter {
  private static final int MAX_TRIES = 12;
  private static final long FIRST_PAUSE_MS = 20;
  private static final long LONGEST_PAUSE_MS = 2_000;

  private final NodeHttp http;
  private final KeyOptions keys;
  private final LoadTally tally;
  private final boolean replace;
  private final String readLevel;
  private final String writeLevel;

  RecordWriter(
      NodeHttp http,
      KeyOptions keys,
      LoadTally tally,
      boolean replace,
      String readLevel,
      String writeLevel) {
    this.http = http;
    this.keys = keys;
    this.tally = tally;
    this.replace = replace;
    this.readLevel = readLevel;
    this.writeLevel = writeLevel;
  }

  /**
   * Writes a record.
   *
   * @return the node's last answer, good or not; fails when there was none
   */
  Future<Answer> write(Targets targets, LoadRecord record) {
    if (!replace) {
      return persistently(targets, url -> put(url, record, null), false);
    }
    return persistently(
        targets,
        url ->
            http.send(url, read(record))
                .compose(
                    answer ->
                        answer.status() == 200 || answer.status() == 300 || answer.keyNotFound()
                            ? put(url, record, answer.headers().get("Atoll-Context"))
                            : Future.succeededFuture(answer)),
        true);
  }

  /** Reads a record's key; the same conventions as {@link #write}. */
  Future<Answer> read(Targets targets, LoadRecord record) {
    return persistently(targets, url -> http.send(url, read(record)), true);
  }

  private Call read(LoadRecord record) {
    return keys.call(
        "GET",
        record.key(),
        List.of(new KeyOptions.Parameter("r", readLevel)),
        Map.of("Accept", "application/json"),
        null);
  }

  private Future<Answer> put(String url, LoadRecord record, String context) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", record.contentType());
    if (context != null && !context.isEmpty()) {
      headers.put("Atoll-Context", context);
    }
    return http.send(
        url,
        keys.call(
            "PUT",
            record.key(),
            List.of(new KeyOptions.Parameter("w", writeLevel)),
            headers,
            Buffer.buffer(record.value())));
  }

  private Future<Answer> persistently(
      Targets targets, Function<String, Future<Answer>> attempt, boolean repeatable) {
    Promise<Answer> end = Promise.promise();
    attempt(targets, attempt, repeatable, 1, end);
    return end.future();
  }

  private void attempt(
      Targets targets,
      Function<String, Future<Answer>> attempt,
      boolean repeatable,
      int number,
      Promise<Answer> end) {
    String url = targets.next();
    attempt
        .apply(url)
        .onComplete(
            answered -> {
              boolean again =
                  answered.failed()
                      ? repeatable || answered.cause() instanceof NodeHttp.NotSent
                      : answered.result().notAttempted()
                          || (repeatable && answered.result().status() == 503);
              if (answered.cause() instanceof NodeHttp.NotSent) {
                targets.refused(url);
              }
              if (again && number < MAX_TRIES) {
                tally.retried();
                long pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << (number - 1));
                http.vertx()
                    .setTimer(
                        pauseMs, id -> attempt(targets, attempt, repeatable, number + 1, end));
              } else if (answered.failed()) {
                end.fail(answered.cause());
              } else {
                end.complete(answered.result());
              }
            });
  }

  /** What a failed future of this class means for a record. */
  static String reason(Throwable cause) {
    return cause instanceof NodeHttp.NotSent
        ? "no node can be reached: " + cause.getMessage()
        : "the connection broke, it may still take effect: " + CommandFailure.reason(cause);
  }
}
