package io.atoll.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.router.health.LoadBalancer.Choice;
import io.atoll.router.health.NodeHealth.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadBalancerTest {
  private static final long MS = 1_000_000L;
  private static final HealthSettings SETTINGS = HealthSettings.DEFAULT.withMaxInFlightPerNode(4);
  private static final InFlightRequest.Owner NOBODY = now -> {};

  private final LoadBalancer loadBalancer = new LoadBalancer(SETTINGS, new SplittableRandom(7), 0);
  private long now;

  @BeforeEach
  void threeDcsOfThreeNodes() {
    loadBalancer.update(upstreams("us", "eu", "ap"), 0);
    probeAll("us", 2, "eu", 40, "ap", 80);
  }

  @Test
  void nobodyIsAskedBeforeAnybodySaidThatItIsReady() {
    LoadBalancer fresh = new LoadBalancer(SETTINGS, new SplittableRandom(7), 0);
    fresh.update(upstreams("us"), 0);
    assertThat(fresh.isEveryNodeKnown()).isFalse();
    assertThat(fresh.choose(true, Set.of(), "", NOBODY, 0)).isEqualTo(Choice.None.NONE_USABLE);
  }

  @Test
  void theFirstChoiceWaitsUntilAllWereHeardOf() {
    LoadBalancer fresh = new LoadBalancer(SETTINGS.withLocalDc("us"), new SplittableRandom(7), 0);
    fresh.update(upstreams("us", "eu"), 0);
    fresh.nodes().stream().skip(3).forEach(node -> node.probeAnswered(0, MS, true, ""));
    fresh.sweep(MS);
    assertThat(fresh.view(MS).dc()).isNull();
    assertThat(((Choice.Go) fresh.choose(true, Set.of(), "", NOBODY, MS)).ticket().dc().name())
        .isEqualTo("eu");
    fresh.nodes().stream().limit(3).forEach(node -> node.probeAnswered(MS, 90 * MS, true, ""));
    fresh.sweep(2 * MS);
    assertThat(fresh.view(MS).dc()).isEqualTo("us");
  }

  @Test
  void theNodesOfTheNearestDcShareTheRequests() {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      InFlightRequest ticket = go(Set.of());
      assertThat(ticket.dc().name()).isEqualTo("us");
      counts.merge(ticket.node().address().name(), 1, Integer::sum);
      ticket.answered(now + MS, true);
    }
    assertThat(counts).hasSize(3);
    assertThat(counts.values()).allMatch(count -> count > 50);
  }

  @Test
  void ofTwoNodesTheOneWithLessToDoIsTaken() {
    for (int i = 0; i < 12; i++) {
      go(Set.of());
    }
    assertThat(nodes("us")).allMatch(node -> node.inFlight() == 4);
    assertThat(go(Set.of()).dc().name()).isEqualTo("eu");
  }

  @Test
  void whenAllHaveAsMuchAsTheyMayThatIsSaid() {
    for (int i = 0; i < 36; i++) {
      go(Set.of());
    }
    assertThat(loadBalancer.choose(true, Set.of(), "", NOBODY, now))
        .isEqualTo(Choice.None.ALL_FULL);
  }

  @Test
  void aRequestTriesTwoNodesOfADcAndThenTheNextDc() {
    Set<NodeHealth> tried = new HashSet<>();
    List<String> dcs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      InFlightRequest ticket = go(tried);
      assertThat(tried.add(ticket.node())).isTrue();
      dcs.add(ticket.dc().name());
    }
    assertThat(dcs).containsExactly("us", "us", "eu", "eu", "ap", "ap");
    assertThat(loadBalancer.choose(true, tried, "", NOBODY, now))
        .isEqualTo(Choice.None.NONE_USABLE);
  }

  @Test
  void aDcThatNeedNotBeAskedAgainIsPassedOver() {
    assertThat(
            ((Choice.Go) loadBalancer.choose(true, Set.of(), "us", NOBODY, now))
                .ticket()
                .dc()
                .name())
        .isEqualTo("eu");
  }

  @Test
  void aRefusedConnectionMakesANodeSuspectAndAProbeDecides() {
    InFlightRequest ticket = go(Set.of());
    NodeHealth node = ticket.node();
    ticket.failed(now, "connection refused");
    assertThat(node.standing()).isEqualTo(Standing.SUSPECT);
    assertThat(node.isProbeDue(now)).isTrue();
    node.probeSent(now);
    node.probeFailed(now + MS, "connection refused");
    assertThat(node.standing()).isEqualTo(Standing.DOWN);
  }

  @Test
  void aSuspectIsNotAskedWhileThereIsAnybodyElse() {
    NodeHealth suspect = nodes("us").getFirst();
    suspect.probeFailed(now, "late");
    for (int i = 0; i < 50; i++) {
      InFlightRequest ticket = go(Set.of());
      assertThat(ticket.node()).isNotSameAs(suspect);
      ticket.answered(now, true);
    }
  }

  @Test
  void suspectsAreAskedWhenNobodyElseIsLeft() {
    loadBalancer.nodes().forEach(node -> node.probeFailed(now, "late"));
    assertThat(go(Set.of()).node().standing()).isEqualTo(Standing.SUSPECT);
  }

  @Test
  void aNodeThatOwesAnAnswerAndGivesNoneIsSuspectedAndItsRequestsAreToldWhenItIsDown() {
    List<Long> told = new ArrayList<>();
    InFlightRequest ticket =
        ((Choice.Go) loadBalancer.choose(true, Set.of(), "", told::add, now)).ticket();
    NodeHealth node = ticket.node();
    passTime(299);
    assertThat(node.standing()).isEqualTo(Standing.READY);
    passTime(50);
    assertThat(node.standing()).isEqualTo(Standing.SUSPECT);
    assertThat(node.why()).startsWith("owes answers and has given none for 3");
    assertThat(told).isEmpty();
    node.probeSent(now);
    node.probeFailed(now, "probe not answered");
    assertThat(node.standing()).isEqualTo(Standing.DOWN);
    assertThat(told).containsExactly(now);
  }

  @Test
  void aSlowRequestIsNoSilenceWhileOthersAreAnswered() {
    loadBalancer.update(
        new Upstreams(
            List.of(new Upstreams.Dc("us", List.of(new NodeAddress("us-1", "us1.example", 7400))))),
        now);
    NodeHealth node = go(Set.of()).node();
    for (int i = 0; i < 20; i++) {
      InFlightRequest quick = go(Set.of());
      passTime(100);
      quick.answered(now, true);
    }
    assertThat(node.inFlight()).isEqualTo(1);
    assertThat(node.standing()).isEqualTo(Standing.READY);
  }

  @Test
  void aNodeThatIsFarSlowerGetsLessAndIsTriedAgainAfterAWhile() {
    NodeHealth slow = nodes("us").getFirst();
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      InFlightRequest ticket = go(Set.of());
      now += MS;
      long latency = ticket.node() == slow ? 50 * MS : MS;
      ticket.answered(now - MS + latency, true);
      counts.merge(ticket.node().address().name(), 1, Integer::sum);
    }
    assertThat(counts.getOrDefault("us-1", 0)).isLessThan(20);
    passTime(20_000);
    counts.clear();
    for (int i = 0; i < 30; i++) {
      InFlightRequest ticket = go(Set.of());
      ticket.abandoned();
      counts.merge(ticket.node().address().name(), 1, Integer::sum);
    }
    assertThat(counts).containsKey("us-1");
  }

  @Test
  void silenceIsNotForgottenWhenNobodyWaitsAnyMore() {
    InFlightRequest ticket = go(Set.of());
    ticket.abandoned();
    assertThat(ticket.node().inFlight()).isZero();
    passTime(350);
    assertThat(ticket.node().standing()).isEqualTo(Standing.SUSPECT);
  }

  @Test
  void aProbeThatIsAnsweredClearsASuspect() {
    InFlightRequest ticket = go(Set.of());
    passTime(350);
    ticket.node().probeSent(now);
    ticket.node().probeAnswered(now + MS, MS, true, "");
    assertThat(ticket.node().standing()).isEqualTo(Standing.READY);
  }

  @Test
  void whenTheRouterItselfWasAsleepNobodyElseIsBlamed() {
    InFlightRequest ticket = go(Set.of());
    now += 3_000 * MS;
    loadBalancer.sweep(now);
    assertThat(ticket.node().standing()).isEqualTo(Standing.READY);
  }

  @Test
  void aNodeThatWasDownReturnsAfterTwoGoodProbes() {
    NodeHealth node = nodes("us").getFirst();
    node.probeFailed(now, "refused");
    node.probeFailed(now, "refused");
    assertThat(node.standing()).isEqualTo(Standing.DOWN);
    node.probeAnswered(now, MS, true, "");
    assertThat(node.standing()).isEqualTo(Standing.DOWN);
    node.probeAnswered(now, MS, true, "");
    assertThat(node.standing()).isEqualTo(Standing.READY);
  }

  @Test
  void aNodeThatSaysItIsNotReadyIsNotAskedAndTheReasonIsKept() {
    for (NodeHealth node : nodes("us")) {
      node.probeAnswered(now, MS, false, "the topology is not known yet");
    }
    assertThat(go(Set.of()).dc().name()).isEqualTo("eu");
    assertThat(nodes("us").getFirst().why()).isEqualTo("the topology is not known yet");
  }

  @Test
  void aNodeWhoseDiskTakesNoWritesGetsReadsAndWritesOnlyWhereThereIsNoOther() {
    List<NodeHealth> us = nodes("us");
    us.getFirst().probeAnsweredForReads(now, MS, "cannot write: the disk is full");
    assertThat(us.getFirst().standing()).isEqualTo(Standing.READY);
    assertThat(us.getFirst().why()).isEqualTo("cannot write: the disk is full");
    boolean read = false;
    for (int i = 0; i < 200; i++) {
      read |= chosen(true).equals(us.getFirst());
      assertThat(chosen(false)).isNotEqualTo(us.getFirst()).isIn(us);
    }
    assertThat(read).isTrue();
    us.forEach(node -> node.probeAnsweredForReads(now, MS, "cannot write: the disk is full"));
    assertThat(chosen(false)).isIn(us);
    us.forEach(node -> node.probeAnswered(now, MS, true, ""));
    assertThat(us.getFirst().why()).isEmpty();
    boolean written = false;
    for (int i = 0; i < 200; i++) {
      written |= chosen(false).equals(us.getFirst());
    }
    assertThat(written).isTrue();
  }

  private NodeHealth chosen(boolean read) {
    InFlightRequest ticket =
        ((Choice.Go) loadBalancer.choose(read, Set.of(), "", NOBODY, now)).ticket();
    NodeHealth node = ticket.node();
    ticket.answered(now, read);
    return node;
  }

  @Test
  void whatIsKnownOfNodesThatStayIsKept() {
    nodes("us").getFirst().probeFailed(now, "late");
    NodeHealth known = nodes("us").getFirst();
    loadBalancer.update(upstreams("eu", "us"), now);
    assertThat(nodes("us").getFirst()).isSameAs(known);
    assertThat(loadBalancer.nodes()).hasSize(6);
    loadBalancer.update(upstreams("eu"), now);
    assertThat(loadBalancer.nodes()).hasSize(3);
  }

  @Test
  void aNodeWhoseNameIsLearnedStaysTheSame() {
    NodeHealth known = nodes("us").getFirst();
    NodeAddress named = new NodeAddress("us-first", known.address().host(), 7400);
    loadBalancer.update(new Upstreams(List.of(new Upstreams.Dc("us", List.of(named)))), now);
    assertThat(loadBalancer.nodes()).containsExactly(known);
    assertThat(known.address().name()).isEqualTo("us-first");
  }

  @Test
  void dcsThatAreLearnedKeepTheOrderOfThoseListed() {
    assertThat(upstreams("ap", "eu", "us", "sa").inOrderOf(upstreams("us", "eu")).dcs())
        .extracting(Upstreams.Dc::name)
        .containsExactly("us", "eu", "ap", "sa");
  }

  @Test
  void readsTellWhenToHedge() {
    InFlightRequest ticket = go(Set.of());
    long before = ticket.dc().hedgeNanos();
    assertThat(before).isBetween(SETTINGS.hedging().minNanos(), SETTINGS.hedging().maxNanos());
    ticket.answered(now, true);
    for (int i = 0; i < 200; i++) {
      go(Set.of()).answered(now + 60 * MS, true);
    }
    assertThat(ticket.dc().hedgeNanos()).isBetween(60 * MS, 80 * MS);
  }

  /** A request is counted at its node until its one end, whatever ends it and how often. */
  @Property(tries = 200)
  void flightsAreCountedOnce(@ForAll Random random) {
    LoadBalancer any = new LoadBalancer(SETTINGS, new SplittableRandom(random.nextLong()), 0);
    any.update(upstreams("us", "eu"), 0);
    any.nodes().forEach(node -> node.probeAnswered(0, MS, true, ""));
    List<InFlightRequest> out = new ArrayList<>();
    Set<InFlightRequest> open = new HashSet<>();
    long time = 0;
    for (int i = 0; i < 300; i++) {
      time += random.nextInt(40) * MS;
      if (random.nextInt(3) > 0
          && any.choose(true, Set.of(), "", NOBODY, time) instanceof Choice.Go go) {
        out.add(go.ticket());
        open.add(go.ticket());
      } else if (!out.isEmpty()) {
        InFlightRequest ticket = out.get(random.nextInt(out.size()));
        switch (random.nextInt(3)) {
          case 0 -> ticket.answered(time, random.nextBoolean());
          case 1 -> ticket.failed(time, "broken");
          default -> ticket.abandoned();
        }
        open.remove(ticket);
      }
      for (NodeHealth node : any.nodes()) {
        if (node.isProbeDue(time)) {
          node.probeSent(time);
          if (random.nextInt(4) == 0) {
            node.probeFailed(time, "late");
          } else {
            node.probeAnswered(time, MS, true, "");
          }
        }
        assertThat(node.inFlight()).isLessThanOrEqualTo(SETTINGS.nodes().maxInFlight());
      }
      any.sweep(time);
      assertThat(any.nodes().stream().mapToInt(NodeHealth::inFlight).sum()).isEqualTo(open.size());
    }
  }

  private InFlightRequest go(Set<NodeHealth> tried) {
    Choice choice = loadBalancer.choose(true, tried, "", NOBODY, now);
    assertThat(choice).isInstanceOf(Choice.Go.class);
    return ((Choice.Go) choice).ticket();
  }

  private void passTime(long ms) {
    for (long left = ms; left > 0; left -= 25) {
      now += Math.min(25, left) * MS;
      loadBalancer.sweep(now);
    }
  }

  private List<NodeHealth> nodes(String dc) {
    return loadBalancer.nodes().stream()
        .filter(node -> node.address().name().startsWith(dc))
        .toList();
  }

  private void probeAll(Object... dcAndMs) {
    for (int i = 0; i < dcAndMs.length; i += 2) {
      long latency = (int) dcAndMs[i + 1] * MS;
      nodes((String) dcAndMs[i])
          .forEach(
              node -> {
                node.probeSent(now);
                node.probeAnswered(now, latency, true, "");
              });
    }
    loadBalancer.sweep(now);
  }

  private static Upstreams upstreams(String... dcs) {
    List<Upstreams.Dc> list = new ArrayList<>();
    for (String dc : dcs) {
      List<NodeAddress> nodes = new ArrayList<>();
      for (int n = 1; n <= 3; n++) {
        nodes.add(new NodeAddress(dc + "-" + n, dc + n + ".example", 7400));
      }
      list.add(new Upstreams.Dc(dc, nodes));
    }
    return new Upstreams(list);
  }
}
