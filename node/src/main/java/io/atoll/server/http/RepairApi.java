package io.atoll.server.http;

import io.atoll.platform.http.Problem;
import io.atoll.platform.http.RequestTarget;
import io.atoll.repair.NotComparedException;
import io.atoll.repair.RepairFilter;
import io.atoll.repair.RepairRun;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.server.Backend;
import io.atoll.wire.Excerpt;
import io.atoll.wire.ProblemType;
import io.vertx.core.http.HttpHeaders;
import java.util.TreeSet;

/** {@code /v1/repair}: how this node's replicas stand with those of others, and runs that mend. */
final class RepairApi {
  static final String ROOT = "/v1/repair";
  static final String PREFIX = ROOT + "/";
  private static final String PAUSE = PREFIX + "pause";
  private static final String RESUME = PREFIX + "resume";
  private static final String RUNS = PREFIX + "runs/";

  private final LoopState loop;
  private final Backend backend;
  private final RepairTreeApi tree;

  RepairApi(LoopState loop, Backend backend) {
    this.loop = loop;
    this.backend = backend;
    this.tree = new RepairTreeApi(backend);
  }

  void handle(Exchange exchange, RequestTarget target) {
    String path = target.path();
    if (path.equals(ROOT)) {
      root(exchange, target);
    } else if (path.equals(PAUSE) || path.equals(RESUME)) {
      hold(exchange, target, path.equals(PAUSE));
    } else if (path.startsWith(RepairTreeApi.PREFIX)) {
      tree.handle(exchange, target);
    } else if (path.startsWith(RUNS)) {
      if (Routes.isPlainRead(exchange, target)) {
        showRun(exchange, path.substring(RUNS.length()));
      }
    } else {
      exchange.problem(Routes.unknown(path));
    }
  }

  private void root(Exchange exchange, RequestTarget target) {
    switch (exchange.method().name()) {
      case "GET", "HEAD" -> {
        if (Routes.takesNoParameters(exchange, target)) {
          show(exchange);
        }
      }
      case "POST" ->
          begin(exchange, Parameters.parse(target.query(), "a repair", "keyspace", "dc", "peer"));
      default -> exchange.problem(Routes.methodNotAllowed(exchange.method(), "GET, HEAD, POST"));
    }
  }

  private void show(Exchange exchange) {
    exchange.await(
        backend.repair(),
        (report, failure) -> {
          if (failure == null) {
            exchange.json(200, json().report(report));
          } else {
            failed(exchange, failure);
          }
        });
  }

  private void hold(Exchange exchange, RequestTarget target, boolean pause) {
    if (!exchange.method().name().equals("POST")) {
      exchange.problem(Routes.methodNotAllowed(exchange.method(), "POST"));
    } else if (Routes.takesNoParameters(exchange, target)) {
      if (pause) {
        backend.pauseRepair();
      } else {
        backend.resumeRepair();
      }
      exchange.answer(204);
    }
  }

  private void showRun(Exchange exchange, String text) {
    long id = id(text);
    if (id == 0) {
      exchange.problem(unknownRun(text));
      return;
    }
    exchange.await(
        backend.repairRun(id),
        (run, failure) -> {
          if (failure != null) {
            failed(exchange, failure);
          } else if (run == null) {
            exchange.problem(unknownRun(text));
          } else {
            exchange.json(200, json().run(run, backend.wallMs()));
          }
        });
  }

  /** The number that a text is; 0 where it can be that of no run. */
  private static long id(String text) {
    try {
      return Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException noNumber) {
      return 0;
    }
  }

  private Problem unknownRun(String text) {
    return new Problem(
        ProblemType.UNKNOWN_RUN,
        ("run '%s': must be one that %s was asked for by POST %s since its start, and not so long"
                + " ago that it has forgotten it")
            .formatted(Routes.shortened(text), backend.nodeId(), ROOT));
  }

  private void begin(Exchange exchange, Parameters wish) {
    Topology topology = backend.topology();
    Problem mistake = mistake(wish, topology);
    if (mistake != null) {
      exchange.problem(mistake);
      return;
    }
    Keyspace keyspace =
        wish.value("keyspace") == null ? null : topology.keyspaces().get(wish.value("keyspace"));
    Member peer = Routes.member(wish.value("peer"), topology);
    RepairFilter filter =
        new RepairFilter(
            keyspace == null ? null : keyspace.id(),
            wish.value("dc"),
            peer == null ? null : peer.number());
    exchange.await(
        backend.beginRepair(filter),
        (run, failure) -> {
          if (failure instanceof NotComparedException) {
            exchange.problem(new Problem(ProblemType.REPAIR_OFF, failure.getMessage()));
          } else if (failure != null) {
            failed(exchange, failure);
          } else if (run.parts().isEmpty()) {
            exchange.problem(nothing(wish));
          } else {
            begun(exchange, run);
          }
        });
  }

  private void begun(Exchange exchange, RepairRun run) {
    exchange
        .header(HttpHeaders.LOCATION, RUNS + run.id())
        .json(202, json().run(run, backend.wallMs()));
  }

  /** What is wrong with a wish in this cluster; null where nothing is. */
  private Problem mistake(Parameters wish, Topology topology) {
    if (!wish.mistakes().isEmpty()) {
      return Problem.ofMistakes(ProblemType.INVALID_PARAMETER, wish.mistakes());
    }
    if (wish.value("keyspace") != null
        && !topology.keyspaces().containsKey(wish.value("keyspace"))) {
      return Failures.noKeyspace(wish.value("keyspace"), topology);
    }
    if (wish.value("dc") != null) {
      TreeSet<String> dcs = new TreeSet<>();
      topology.members().values().forEach(member -> dcs.add(member.dc()));
      if (!dcs.contains(wish.value("dc"))) {
        return new Problem(
            ProblemType.INVALID_PARAMETER,
            "dc '%s': must be a DC of the cluster: %s"
                .formatted(Routes.shortened(wish.value("dc")), Excerpt.text(dcs)));
      }
    }
    if (wish.value("peer") != null && Routes.member(wish.value("peer"), topology) == null) {
      return new Problem(
          ProblemType.UNKNOWN_MEMBER,
          "peer '%s': must be a member of the cluster"
              .formatted(Routes.shortened(wish.value("peer"))));
    }
    if (backend.nodeId().equals(wish.value("peer"))) {
      return new Problem(
          ProblemType.INVALID_PARAMETER,
          "peer '%s': must be another node than the one that is asked"
              .formatted(wish.value("peer")));
    }
    return null;
  }

  private Problem nothing(Parameters wish) {
    Member peer = Routes.member(wish.value("peer"), backend.topology());
    return new Problem(
        ProblemType.NOTHING_TO_COMPARE,
        (peer != null && wish.value("dc") != null && !peer.dc().equals(wish.value("dc"))
                ? "%s is not in dc '%s'".formatted(wish.value("peer"), wish.value("dc"))
                : nobodyHolds(wish))
            + ", so there is nothing to compare");
  }

  private String nobodyHolds(Parameters wish) {
    String who = "no other node holds anything";
    if (wish.value("peer") != null) {
      who = wish.value("peer") + " holds nothing";
    } else if (wish.value("dc") != null) {
      who = "no other node of dc '%s' holds anything".formatted(wish.value("dc"));
    }
    String what =
        wish.value("keyspace") == null ? "" : " of keyspace '%s'".formatted(wish.value("keyspace"));
    return "%s%s that %s holds".formatted(who, what, backend.nodeId());
  }

  private RepairJson json() {
    return new RepairJson(backend.nodeId(), backend.topology());
  }

  private void failed(Exchange exchange, Throwable failure) {
    Failures.answer(exchange, loop.meters(), backend.topology(), failure, false);
  }
}
