package io.atoll.chaos.live;

import io.atoll.cli.client.Answer;
import io.atoll.cli.dev.KillableCluster;
import io.atoll.ring.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads back what was acknowledged, through every DC that lives, and says what is missing. Clients
 * may go on writing: what a read must find is fixed before it is sent. A read that fails is tried
 * again through the DC's other nodes, a bounded number of times; what stays unreadable is a broken
 * promise too, told apart from a loss.
 */
final class LiveCheck {
  private static final int AT_ONCE = 16;
  private static final int TRIES = 8;
  private static final long PAUSE_MS = 250;

  private final LiveHttp http;
  private final Duration deadline;

  LiveCheck(LiveHttp http, Duration deadline) {
    this.http = http;
    this.deadline = deadline;
  }

  /**
   * What a check found.
   *
   * @param keys read, each through one DC or more
   * @param retried reads that failed and were tried again
   * @param lost keys whose promise is broken, with where and how
   * @param unreadable keys that could not be read, with where and why
   */
  record Findings(
      String title,
      int keys,
      int reads,
      int retried,
      List<String> lost,
      List<String> unreadable,
      long tookNs) {
    boolean good() {
      return lost.isEmpty() && unreadable.isEmpty();
    }

    @Override
    public String toString() {
      return "%s: %d keys in %d reads, %d of them tried again: %d lost, %d unreadable (%s s)"
          .formatted(
              title,
              keys,
              reads,
              retried,
              lost.size(),
              unreadable.size(),
              PhaseFigures.seconds(tookNs));
    }
  }

  /** One read to be done. */
  private record Question(LiveKey key, String dc, List<Member> nodes) {}

  Findings run(String title, Collection<LiveKey> keys, List<Member> living)
      throws InterruptedException {
    long startNs = System.nanoTime();
    Queue<Question> questions = new ConcurrentLinkedQueue<>(questions(keys, living));
    int reads = questions.size();
    int asked = (int) questions.stream().map(Question::key).distinct().count();
    Queue<String> lost = new ConcurrentLinkedQueue<>();
    Queue<String> unreadable = new ConcurrentLinkedQueue<>();
    AtomicInteger retried = new AtomicInteger();
    ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
    try {
      for (int i = 0; i < AT_ONCE; i++) {
        readers.execute(
            () -> {
              for (Question q = questions.poll(); q != null; q = questions.poll()) {
                ask(q, lost, unreadable, retried);
              }
            });
      }
      readers.shutdown();
      if (!readers.awaitTermination(deadline.toSeconds(), TimeUnit.SECONDS)) {
        unreadable.add(
            "the check did not end within %d s; %d reads were left"
                .formatted(deadline.toSeconds(), questions.size()));
      }
    } finally {
      readers.shutdownNow();
    }
    return new Findings(
        title,
        asked,
        reads,
        retried.get(),
        List.copyOf(lost),
        List.copyOf(unreadable),
        System.nanoTime() - startNs);
  }

  /**
   * Every key with every DC that must show it. Keys start with different DCs, because a read
   * repairs what the next one sees.
   */
  private static List<Question> questions(Collection<LiveKey> keys, List<Member> living) {
    Map<String, List<Member>> dcs = new LinkedHashMap<>();
    living.forEach(node -> dcs.computeIfAbsent(node.dc(), dc -> new ArrayList<>()).add(node));
    List<String> names = List.copyOf(dcs.keySet());
    List<LiveKey> all = List.copyOf(keys);
    List<Question> questions = new ArrayList<>();
    for (int round = 0; round < names.size(); round++) {
      for (int i = 0; i < all.size(); i++) {
        String dc = names.get((i + round) % names.size());
        if (!all.get(i).promised(dc).there().isEmpty()) {
          questions.add(new Question(all.get(i), dc, dcs.get(dc)));
        }
      }
    }
    return questions;
  }

  private void ask(
      Question question, Queue<String> lost, Queue<String> unreadable, AtomicInteger retried) {
    LiveKey key = question.key();
    String where = "%s at %s in %s: ".formatted(key.name(), key.level().read(), question.dc());
    String reason = "";
    int start = Math.floorMod(key.name().hashCode(), question.nodes().size());
    for (int i = 0; i < TRIES; i++) {
      Member node = question.nodes().get((start + i) % question.nodes().size());
      LiveKey.Promised promised = key.promised(question.dc());
      try {
        if (i > 0) {
          retried.incrementAndGet();
          Thread.sleep(PAUSE_MS);
        }
        Answer answer = http.get(KillableCluster.url(node), key);
        List<Integer> found = LiveHttp.versions(key, answer);
        if (found != null) {
          String broken = key.broken(promised, found);
          if (!broken.isEmpty()) {
            lost.add(where + broken + " through " + node.nodeId());
          }
          return;
        }
        reason = answer.reason();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      } catch (Exception e) {
        reason = e.toString();
      }
    }
    unreadable.add(where + reason);
  }
}
