package io.atoll.cli.bench;

import io.atoll.cli.bench.engine.Completion;
import io.atoll.cli.bench.engine.Outcome;
import io.atoll.cli.bench.engine.Target;
import io.atoll.cli.terminal.CommandFailure;
import io.atoll.client.AtollClient;
import io.atoll.client.AtollClientBuilder;
import io.atoll.client.Consistency;
import io.atoll.client.Entry;
import io.atoll.client.Keyspace;
import io.atoll.client.ReadOptions;
import io.atoll.client.WriteOptions;
import io.atoll.client.failure.AtollException;
import io.atoll.client.failure.Overloaded;
import io.atoll.client.failure.Unavailable;
import io.atoll.client.failure.Unreachable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The cluster through the client library, as an application sees it: token-aware, with its repeats
 * and hedges. Completions come on the client's loop; tasks of others take the same lock, so that
 * the generator runs on that loop without a hop.
 */
final class SdkTarget implements Target {
  private final ReentrantLock turn = new ReentrantLock();
  private final AtollClient client;
  private final Keyspace<byte[], byte[]> keyspace;
  private final byte[] values;

  /**
   * What requests have in common.
   *
   * @param contactPoints host:port of client ports
   * @param localDc null for the nearest
   * @param readLevel null for the keyspace's own, like {@code writeLevel}
   * @param values what values are slices of
   */
  record Settings(
      List<String> contactPoints,
      String localDc,
      String keyspace,
      String readLevel,
      String writeLevel,
      long timeoutMs,
      byte[] values) {}

  /**
   * Connects.
   *
   * @throws CommandFailure when no contact point answers, naming what was tried
   */
  SdkTarget(Settings settings, int inFlight) {
    AtollClientBuilder builder =
        AtollClient.builder()
            .contactPoints(settings.contactPoints.toArray(String[]::new))
            .requestTimeout(Duration.ofMillis(settings.timeoutMs))
            .maxInFlight(inFlight);
    if (settings.localDc != null) {
      builder.localDc(settings.localDc);
    }
    try {
      client = builder.connect().toCompletableFuture().join();
    } catch (CompletionException refused) {
      throw new CommandFailure(refused.getCause().getMessage());
    }
    ReadOptions reads = ReadOptions.DEFAULT;
    if (settings.readLevel != null) {
      reads = reads.withConsistency(Consistency.parse(settings.readLevel));
    }
    WriteOptions writes = WriteOptions.DEFAULT;
    if (settings.writeLevel != null) {
      writes = writes.withConsistency(Consistency.parse(settings.writeLevel));
    }
    keyspace = client.keyspace(settings.keyspace).withReadOptions(reads).withWriteOptions(writes);
    values = settings.values;
  }

  @Override
  public void read(byte[] key, Completion completion) {
    CompletionStage<Entry<byte[]>> answer = keyspace.get(key.clone());
    answer.whenComplete(
        (entry, failure) -> {
          if (failure != null) {
            done(completion, outcome(failure));
          } else {
            done(completion, entry.siblings().isEmpty() ? Outcome.NOT_FOUND : Outcome.OK);
          }
        });
  }

  @Override
  public void write(byte[] key, int offset, int length, Completion completion) {
    keyspace
        .put(key.clone(), Arrays.copyOfRange(values, offset, offset + length))
        .whenComplete(
            (written, failure) ->
                done(completion, failure == null ? Outcome.OK : outcome(failure)));
  }

  @Override
  public void execute(Runnable task) {
    turn.lock();
    try {
      task.run();
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private void done(Completion completion, Outcome outcome) {
    turn.lock();
    try {
      completion.done(outcome);
    } finally {
      turn.unlock();
    }
  }

  private static Outcome outcome(Throwable failure) {
    String error = failure.getClass().getSimpleName();
    String message = String.valueOf(failure.getMessage());
    boolean inDoubt = failure instanceof AtollException known && known.mayHaveTakenEffect();
    if (inDoubt) {
      return Outcome.inDoubt(error, message);
    }
    boolean refused =
        failure instanceof Overloaded
            || failure instanceof Unavailable
            || failure instanceof Unreachable;
    return refused ? Outcome.refused(error, message) : Outcome.failed(error, message);
  }
}
