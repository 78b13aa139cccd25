package io.atoll.synod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * One seed: proposers that rival for many instances over a network that loses, repeats, delays and
 * reorders. Even instances decide one value for good, as Synod; odd ones append to what was
 * decided, as CASPaxos. Then nothing is lost any more, and every instance must decide.
 */
final class SynodRun {
  static final int INSTANCES = 12;

  private static final List<String> NODES = List.of("a", "b", "c", "d", "e");
  private static final int FAULTS_MS = 2_000;
  private static final int END_MS = 12_000;

  /** A rule that is broken on purpose. */
  enum Fault {
    NONE,
    /** Acceptors sometimes forget what they promised and accepted. */
    FORGETS,
    /** Proposers put forward their own value whatever was accepted. */
    IGNORES_VOTES,
    /** Two of five are a quorum. */
    QUORUMS_DO_NOT_MEET
  }

  private record Event(long atMs, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return atMs != other.atMs ? Long.compare(atMs, other.atMs) : Long.compare(order, other.order);
    }
  }

  private final SplittableRandom random;
  private final Fault fault;
  private final double lossRate;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Map<String, Acceptor<List<String>>> acceptors = new HashMap<>();
  private final Map<Integer, TreeMap<Ballot, List<String>>> decided = new HashMap<>();
  private final Map<Integer, Long> rounds = new HashMap<>();
  private int proposals;
  private long nowMs;
  private long order;

  SynodRun(long seed, Fault fault) {
    this.random = new SplittableRandom(seed);
    this.fault = fault;
    this.lossRate = random.nextInt(5) * 0.1;
    for (int i = 0; i < INSTANCES; i++) {
      decided.put(i, new TreeMap<>());
    }
  }

  /**
   * Runs the seed.
   *
   * @return how many ballots decided
   */
  int run() {
    for (int instance = 0; instance < INSTANCES; instance++) {
      for (int rival = 0; rival < 4; rival++) {
        int of = instance;
        String proposer = NODES.get(random.nextInt(NODES.size()));
        after(random.nextInt(FAULTS_MS), () -> propose(of, proposer, "v" + proposals++));
      }
    }
    while (!events.isEmpty() && events.peek().atMs <= END_MS) {
      Event next = events.poll();
      nowMs = next.atMs;
      next.action.run();
    }
    decided.forEach(this::check);
    return decided.values().stream().mapToInt(TreeMap::size).sum();
  }

  private void check(int instance, TreeMap<Ballot, List<String>> byBallot) {
    assertThat(byBallot).as("instance %d has decided", instance).isNotEmpty();
    List<String> before = List.of();
    for (List<String> state : byBallot.values()) {
      assertThat(state).as("instance %d: %s", instance, byBallot).doesNotHaveDuplicates();
      assertThat(state).allMatch(value -> value.matches("v\\d+"));
      assertThat(state.subList(0, Math.min(before.size(), state.size()))).isEqualTo(before);
      assertThat(state).hasSizeGreaterThanOrEqualTo(Math.max(1, before.size()));
      if (!isRegister(instance)) {
        assertThat(state).hasSize(1);
      }
      before = state;
    }
  }

  private static boolean isRegister(int instance) {
    return instance % 2 == 1;
  }

  private List<String> choose(int instance, Optional<List<String>> found, String value) {
    if (fault == Fault.IGNORES_VOTES || found.isEmpty()) {
      return List.of(value);
    }
    if (!isRegister(instance) || found.get().contains(value)) {
      return found.get();
    }
    List<String> longer = new ArrayList<>(found.get());
    longer.add(value);
    return List.copyOf(longer);
  }

  private Quorum quorum() {
    return fault == Fault.QUORUMS_DO_NOT_MEET
        ? answered -> answered.size() >= 2
        : Quorum.majorityOf(NODES);
  }

  private void propose(int instance, String node, String value) {
    long round = rounds.merge(instance, 1L + random.nextInt(2), Long::sum);
    Proposer<List<String>> proposer =
        new Proposer<>(
            new Ballot(round, node), NODES, quorum(), found -> choose(instance, found, value));
    ask(instance, proposer);
    after(300 + random.nextInt(400), () -> again(instance, node, value, proposer));
  }

  /** A ballot that has not decided in its time is given up for another, of the same value. */
  private void again(int instance, String node, String value, Proposer<List<String>> proposer) {
    if (!decided.get(instance).containsKey(proposer.ballot()) && !isSettled(instance, value)) {
      propose(instance, node, value);
    }
  }

  private boolean isSettled(int instance, String value) {
    TreeMap<Ballot, List<String>> known = decided.get(instance);
    return !known.isEmpty()
        && (!isRegister(instance) || known.lastEntry().getValue().contains(value));
  }

  private void ask(int instance, Proposer<List<String>> proposer) {
    for (String acceptor : proposer.unanswered()) {
      SynodMessage.Request<List<String>> request = proposer.request();
      deliver(() -> answer(instance, acceptor, proposer, request));
    }
  }

  private void answer(
      int instance,
      String node,
      Proposer<List<String>> proposer,
      SynodMessage.Request<List<String>> request) {
    String key = instance + "@" + node;
    if (fault == Fault.FORGETS && random.nextInt(4) == 0) {
      acceptors.remove(key);
    }
    Acceptor.Step<List<String>> step =
        acceptors.getOrDefault(key, Acceptor.fresh()).handle(request);
    acceptors.put(key, step.acceptor());
    deliver(() -> answered(instance, node, proposer, step.answer()));
  }

  private void answered(
      int instance,
      String from,
      Proposer<List<String>> proposer,
      SynodMessage.Answer<List<String>> answer) {
    switch (proposer.answered(from, answer)) {
      case NONE, OUTBID -> {}
      case PROMISED -> ask(instance, proposer);
      case DECIDED -> decided.get(instance).put(proposer.ballot(), proposer.value());
    }
  }

  /** Delivers a message never, once or twice, while there are faults. */
  private void deliver(Runnable arrival) {
    boolean faulty = nowMs < FAULTS_MS;
    if (faulty && random.nextDouble() < lossRate) {
      return;
    }
    for (int copies = faulty && random.nextInt(5) == 0 ? 2 : 1; copies > 0; copies--) {
      after(1 + random.nextInt(faulty ? 200 : 20), arrival);
    }
  }

  private void after(long delayMs, Runnable action) {
    events.add(new Event(nowMs + delayMs, order++, action));
  }
}
