package io.atoll.server.http;

import io.atoll.platform.http.Problem;
import io.atoll.platform.http.RequestTarget;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.server.RequestRules;
import io.atoll.wire.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;

/** The errors that every route answers alike. */
final class Routes {
  private Routes() {}

  /** A request that breaks a rule of both doors. */
  static Problem broken(RequestRules.Violation violation) {
    return new Problem(violation.type(), violation.detail());
  }

  static Problem unknown(String path) {
    return new Problem(
        ProblemType.UNKNOWN_ROUTE,
        "there is nothing at %s; /openapi.yaml describes what there is".formatted(shortened(path)));
  }

  static Problem methodNotAllowed(HttpMethod method, String allow) {
    return new Problem(
            ProblemType.METHOD_NOT_ALLOWED,
            "%s does not apply here; allowed: %s".formatted(shortened(method.name()), allow))
        .withHeader(HttpHeaders.ALLOW, allow);
  }

  /**
   * Whether the request is a read without parameters; otherwise it was answered with what is wrong.
   */
  static boolean isPlainRead(Exchange exchange, RequestTarget target) {
    return isRead(exchange) && takesNoParameters(exchange, target);
  }

  /** Whether the request is a read; otherwise it was answered with what is wrong. */
  static boolean isRead(Exchange exchange) {
    String method = exchange.method().name();
    if (method.equals("GET") || method.equals("HEAD")) {
      return true;
    }
    exchange.problem(methodNotAllowed(exchange.method(), "GET, HEAD"));
    return false;
  }

  /** Whether the request has no parameters; otherwise it was answered with what is wrong. */
  static boolean takesNoParameters(Exchange exchange, RequestTarget target) {
    if (target.query() == null || target.query().isEmpty()) {
      return true;
    }
    exchange.problem(
        new Problem(
            ProblemType.INVALID_PARAMETER,
            "'%s': this call takes no parameters".formatted(shortened(target.query()))));
    return false;
  }

  /** The member of an id; null where there is none, or the id is null. */
  static Member member(String nodeId, Topology topology) {
    for (Member member : topology.members().values()) {
      if (member.nodeId().equals(nodeId)) {
        return member;
      }
    }
    return null;
  }

  /** A text from outside, short enough to be told back. */
  static String shortened(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}
