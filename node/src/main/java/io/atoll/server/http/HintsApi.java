package io.atoll.server.http;

import io.atoll.hints.HintReport;
import io.atoll.hints.TargetStatus;
import io.atoll.platform.http.Problem;
import io.atoll.platform.http.RequestTarget;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.server.Backend;
import io.atoll.wire.ProblemType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code /v1/hints}: what this node has to bring to replicas that lack writes. */
final class HintsApi {
  static final String ROOT = "/v1/hints";
  static final String PAUSE = ROOT + "/pause";
  static final String RESUME = ROOT + "/resume";
  private static final String PARAMETER = "target=";

  private final LoopState loop;
  private final Backend backend;

  HintsApi(LoopState loop, Backend backend) {
    this.loop = loop;
    this.backend = backend;
  }

  void handle(Exchange exchange, RequestTarget target) {
    if (target.path().equals(ROOT)) {
      if (Routes.isPlainRead(exchange, target)) {
        show(exchange);
      }
    } else if (!exchange.method().name().equals("POST")) {
      exchange.problem(Routes.methodNotAllowed(exchange.method(), "POST"));
    } else if (target.query() == null || target.query().isEmpty()) {
      change(exchange, target, null);
    } else {
      ofMember(exchange, target);
    }
  }

  private void ofMember(Exchange exchange, RequestTarget target) {
    if (!target.query().startsWith(PARAMETER) || target.query().indexOf('&') >= 0) {
      invalid(exchange, "'%s': must be target=ID, or nothing for all", target.query());
      return;
    }
    String nodeId = decoded(target.query().substring(PARAMETER.length()));
    Member member = Routes.member(nodeId, backend.topology());
    if (member != null) {
      change(exchange, target, member);
      return;
    }
    exchange.problem(
        new Problem(
            ProblemType.UNKNOWN_MEMBER,
            "target '%s': must be a member of the cluster".formatted(Routes.shortened(nodeId))));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }

  private static void invalid(Exchange exchange, String what, String text) {
    exchange.problem(
        new Problem(ProblemType.INVALID_PARAMETER, what.formatted(Routes.shortened(text))));
  }

  /**
   * @param member null for all
   */
  private void change(Exchange exchange, RequestTarget target, Member member) {
    if (target.path().equals(PAUSE)) {
      backend.pauseHints(member);
    } else {
      backend.resumeHints(member);
    }
    exchange.answer(204);
  }

  private void show(Exchange exchange) {
    exchange.await(
        backend.hints(),
        (report, failure) -> {
          if (failure == null) {
            exchange.json(200, body(report, backend.topology()));
          } else {
            Failures.answer(exchange, loop.meters(), backend.topology(), failure, false);
          }
        });
  }

  private Map<String, Object> body(HintReport report, Topology topology) {
    List<Object> targets = new ArrayList<>();
    for (TargetStatus each : report.targets()) {
      Member member = topology.members().get(each.member());
      if (member != null) {
        targets.add(target(each, member, report.nowMs()));
      }
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("node", backend.nodeId());
    body.put("keys", report.keys());
    body.put("bytes", report.bytes());
    body.put("dirtyArcs", report.dirtyArcs());
    body.put("mostKeys", report.settings().maxCount());
    body.put("mostBytes", report.settings().maxBytes());
    body.put("targets", targets);
    return body;
  }

  private static Map<String, Object> target(TargetStatus status, Member member, long nowMs) {
    Map<String, Object> target = new LinkedHashMap<>();
    target.put("id", member.nodeId());
    target.put("keys", status.keys());
    target.put("bytes", status.bytes());
    target.put("dirtyArcs", status.dirtyArcs());
    target.put(
        "oldestSeconds",
        status.sinceMs() == 0 ? null : Math.max(0, nowMs - status.sinceMs()) / 1e3);
    target.put("keysPerSecond", Math.round(status.keysPerSecond()));
    target.put("etaSeconds", status.etaSeconds() < 0 ? null : status.etaSeconds());
    target.put("state", status.state().name().toLowerCase(Locale.ROOT));
    target.put("refusal", status.refusal());
    return target;
  }
}
