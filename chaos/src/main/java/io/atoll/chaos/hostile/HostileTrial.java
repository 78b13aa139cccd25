package io.atoll.chaos.hostile;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Attacks a server in every way that there is, one after the other, while a {@link Witness} goes on
 * working with it, and judges: it serves during each, it is back within a bound afterwards, and
 * what it acknowledged is there in the end.
 */
public final class HostileTrial {
  private static final String PATH = "/v1/kv/default/hostile-value";
  private static final int VALUE_BYTES = 256 * 1024;
  private static final Duration RECOVERY = Duration.ofSeconds(5);

  private final Targets targets;
  private final Plan plan;
  private final Consumer<String> say;

  /**
   * How much of everything.
   *
   * @param connections of an attack that holds many
   * @param inputs of an attack that sends many
   * @param perAttack each attack ends by then
   */
  public record Plan(int connections, long inputs, Duration perAttack, long seed) {}

  /**
   * @param say gets a line for each attack
   */
  public HostileTrial(Targets targets, Plan plan, Consumer<String> say) {
    this.targets = targets;
    this.plan = plan;
    this.say = say;
  }

  /**
   * Runs it.
   *
   * @return what the server did wrong; empty when it held
   * @throws IOException when this machine cannot carry it out, or the server does not serve at all
   */
  public List<String> run() throws IOException, InterruptedException {
    Witness witness = new Witness(targets.http(), plan.seed());
    if (!witness.isServed() || !putValue()) {
      throw new IOException(
          "http://%s serves no reads and writes of keyspace 'default'".formatted(targets.http()));
    }
    watched(witness, () -> pause(plan.perAttack().dividedBy(2))); // what is cold is slow
    Witness.Seen before = watched(witness, () -> pause(plan.perAttack()));
    say.accept(
        "alone: p99 %s, %d requests, %d failed"
            .formatted(ms(before), count(before), before.failed()));
    List<String> faults = new ArrayList<>();
    for (Targets.Aimed aimed :
        targets.attacks(plan.connections(), plan.inputs(), plan.seed(), PATH)) {
      attack(aimed, witness, before, faults);
    }
    List<String> lost = witness.lost();
    say.accept(
        "%d acknowledged writes, %d of them lost".formatted(witness.acknowledged(), lost.size()));
    lost.forEach(each -> faults.add("lost: " + each));
    return faults;
  }

  private void attack(
      Targets.Aimed aimed, Witness witness, Witness.Seen before, List<String> faults)
      throws IOException, InterruptedException {
    AttackReport[] report = new AttackReport[1];
    Witness.Seen seen =
        watched(witness, () -> report[0] = aimed.attack().run(aimed.target(), plan.perAttack()));
    long endedNanos = System.nanoTime();
    boolean back = witness.isServed();
    while (!back && System.nanoTime() - endedNanos < RECOVERY.toNanos()) {
      back = witness.isServed();
    }
    say.accept(
        "%s to %s; meanwhile p99 %s (%.1f times that alone), %d requests, %d failed; back after %d ms"
            .formatted(
                report[0].line(),
                aimed.port(),
                ms(seen),
                seen.p99Ms() / Math.max(0.001, before.p99Ms()),
                count(seen),
                seen.failed(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - endedNanos)));
    if (!back) {
      faults.add(
          "%s to %s: it did not serve again within %d s"
              .formatted(aimed.attack().name(), aimed.port(), RECOVERY.toSeconds()));
    }
  }

  /** Something that takes its time. */
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static Witness.Seen watched(Witness witness, Work work)
      throws IOException, InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    CompletableFuture<Witness.Seen> seen = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    seen.complete(witness.workUntil(stop));
                  } catch (InterruptedException | RuntimeException | Error e) {
                    seen.completeExceptionally(e);
                  }
                });
    try {
      work.run();
    } finally {
      stop.countDown();
      thread.join();
    }
    return seen.join();
  }

  private boolean putValue() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI place =
          URI.create(
              "http://%s:%d%s"
                  .formatted(targets.http().getHostString(), targets.http().getPort(), PATH));
      HttpRequest put =
          HttpRequest.newBuilder(place)
              .PUT(BodyPublishers.ofByteArray(new byte[VALUE_BYTES]))
              .build();
      return http.send(put, BodyHandlers.discarding()).statusCode() == 204;
    }
  }

  private static void pause(Duration time) throws InterruptedException {
    new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static String ms(Witness.Seen seen) {
    return String.format(Locale.ROOT, "%.1f ms", seen.p99Ms());
  }

  private static long count(Witness.Seen seen) {
    return seen.micros().getTotalCount();
  }
}
