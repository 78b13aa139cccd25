package io.atoll.server.http;

import io.atoll.platform.http.Problem;
import io.atoll.platform.http.RequestTarget;
import io.atoll.repair.NotComparedException;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.server.Backend;
import io.atoll.wire.ProblemType;

/** {@code /v1/repair/tree/{keyspace}}: the hashes of what a node holds, beside those of another. */
final class RepairTreeApi {
  static final String PREFIX = RepairApi.PREFIX + "tree/";

  private final Backend backend;

  RepairTreeApi(Backend backend) {
    this.backend = backend;
  }

  void handle(Exchange exchange, RequestTarget target) {
    if (!Routes.isRead(exchange)) {
      return;
    }
    Topology topology = backend.topology();
    String name = target.path().substring(PREFIX.length());
    Keyspace keyspace = topology.keyspaces().get(name);
    if (keyspace == null) {
      exchange.problem(Failures.noKeyspace(name, topology));
      return;
    }
    Parameters wish = Parameters.parse(target.query(), "a tree", "arc", "against");
    Problem mistake = mistake(wish, topology);
    if (mistake != null) {
      exchange.problem(mistake);
      return;
    }
    String arc = wish.value("arc");
    show(
        exchange,
        keyspace,
        arc == null ? RepairTreeJson.NO_ARC : Integer.parseInt(arc),
        Routes.member(wish.value("against"), topology));
  }

  /** What is wrong with a wish in this cluster; null where nothing is. */
  private Problem mistake(Parameters wish, Topology topology) {
    if (!wish.mistakes().isEmpty()) {
      return Problem.ofMistakes(ProblemType.INVALID_PARAMETER, wish.mistakes());
    }
    String arc = wish.value("arc");
    if (arc != null && !isArc(arc, topology.partitions())) {
      return new Problem(
          ProblemType.INVALID_PARAMETER,
          "arc '%s': must be a number from 0 to %d"
              .formatted(Routes.shortened(arc), topology.partitions() - 1));
    }
    String against = wish.value("against");
    if (against == null) {
      return null;
    }
    if (Routes.member(against, topology) == null) {
      return new Problem(
          ProblemType.UNKNOWN_MEMBER,
          "against '%s': must be a member of the cluster".formatted(Routes.shortened(against)));
    }
    return against.equals(backend.nodeId())
        ? new Problem(
            ProblemType.INVALID_PARAMETER,
            "against '%s': must be another node than the one that is asked".formatted(against))
        : null;
  }

  private static boolean isArc(String text, int arcs) {
    try {
      int arc = Integer.parseInt(text);
      return arc >= 0 && arc < arcs;
    } catch (NumberFormatException noNumber) {
      return false;
    }
  }

  private void show(Exchange exchange, Keyspace keyspace, int arc, Member against) {
    exchange.await(
        backend.repairTree(keyspace, against),
        (tree, failure) -> {
          if (failure != null) {
            exchange.problem(notNow(failure, against));
          } else if (tree == null || tree.arcs() + tree.notKnown() == 0) {
            exchange.problem(nothing(keyspace, against));
          } else {
            RepairTreeJson json = new RepairTreeJson(backend.nodeId(), keyspace.name(), arc);
            exchange.json(200, json.show(tree, against == null ? null : against.nodeId()));
          }
        });
  }

  /** Sides that decline do so for a while: the topology moves on, or they are busy. */
  private Problem notNow(Throwable failure, Member against) {
    if (failure instanceof NotComparedException) {
      return new Problem(ProblemType.REPAIR_OFF, failure.getMessage());
    }
    return new Problem(
        ProblemType.UNAVAILABLE,
        "%s cannot tell now: %s; try again"
            .formatted(
                against == null ? backend.nodeId() : backend.nodeId() + " or " + against.nodeId(),
                failure.getMessage()));
  }

  private Problem nothing(Keyspace keyspace, Member against) {
    return new Problem(
        ProblemType.NOTHING_TO_COMPARE,
        against == null
            ? "%s holds nothing of keyspace '%s'".formatted(backend.nodeId(), keyspace.name())
            : "%s and %s have no arc of keyspace '%s' in common"
                .formatted(backend.nodeId(), against.nodeId(), keyspace.name()));
  }
}
