package io.atoll.service;

import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.env.Worker;
import io.atoll.incarnation.Claim;
import io.atoll.incarnation.ClaimAnswer;
import io.atoll.incarnation.ClaimLedger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Answers the claims of other members, each answer only when what it rests on is on disk: claims
 * that come while the ledger is being written are answered after the next writing, all at once.
 * When it cannot be written there are no answers, and who claims asks again. Lives on loop 0.
 */
final class ClaimWitness {
  /** A longer time between two ticks counts for no more. */
  private static final long LONGEST_STEP_MS = 1_000;

  private final Loop loop;
  private final Worker worker;
  private final RunRecords records;
  private final ClaimLedger ledger;
  private final Consumer<String> report;
  private byte[] durable;
  private boolean writing;
  private boolean failing;
  private long lastMs;
  private long listenedMs;
  private List<Runnable> waiting = new ArrayList<>();

  ClaimWitness(
      Loop loop,
      Worker worker,
      RunRecords records,
      ClaimLedger ledger,
      Consumer<String> report,
      long nowMs) {
    this.loop = loop;
    this.worker = worker;
    this.records = records;
    this.ledger = ledger;
    this.report = report;
    this.durable = ledger.encode();
    this.lastMs = nowMs;
  }

  /** Time has passed. While the process stood still it did not listen. */
  void tick(long nowMs) {
    listenedMs += Math.clamp(nowMs - lastMs, 0, LONGEST_STEP_MS);
    lastMs = nowMs;
  }

  /** A member claims a run. */
  void claimed(int member, Claim claim, Consumer<ClaimAnswer> asker) {
    ClaimAnswer answer = ledger.answer(member, claim, listenedMs);
    waiting.add(() -> asker.accept(answer));
    if (!writing) {
      write();
    }
  }

  private void write() {
    byte[] bytes = ledger.encode();
    List<Runnable> answers = waiting;
    waiting = new ArrayList<>();
    if (Arrays.equals(bytes, durable)) {
      answers.forEach(Runnable::run);
      return;
    }
    writing = true;
    worker.execute(
        () -> {
          try {
            records.writeClaims(bytes);
            loop.execute(() -> written(bytes, answers));
          } catch (Throwable thrown) {
            IOException refused = FatalError.asFailure(thrown);
            loop.execute(() -> failed(refused));
          }
        });
  }

  private void written(byte[] bytes, List<Runnable> answers) {
    durable = bytes;
    writing = false;
    failing = false;
    answers.forEach(Runnable::run);
    if (!waiting.isEmpty()) {
      write();
    }
  }

  private void failed(IOException refused) {
    writing = false;
    waiting.clear();
    if (!failing) {
      failing = true;
      report.accept(
          "what other nodes tell of their runs cannot be written, so that they cannot rely on this"
              + " one: "
              + refused.getMessage());
    }
  }
}
