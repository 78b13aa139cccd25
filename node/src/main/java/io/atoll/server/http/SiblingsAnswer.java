package io.atoll.server.http;

import io.atoll.causal.Dot;
import io.atoll.causal.Siblings;
import io.atoll.causal.Version;
import io.atoll.env.Entropy;
import io.atoll.platform.http.Problem;
import io.atoll.wire.ProblemType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * The answer to a read: 200 for one value, 300 for several, 404 for none, 304 where the client has
 * them already. Only the context shows that there is a tombstone.
 */
final class SiblingsAnswer {
  private static final String MULTIPART = "multipart/mixed";
  private static final String JSON = "application/json";

  private SiblingsAnswer() {}

  /**
   * Answers a read.
   *
   * @param context of the state, as the client gets it; null for a key that was never written
   */
  static void give(Exchange exchange, Siblings siblings, String context, Entropy entropy) {
    if (siblings.isEmpty()) {
      exchange.problem(
          new Problem(ProblemType.KEY_NOT_FOUND, "the key was never written")
              .with("deleted", false));
      return;
    }
    exchange.header(Names.CONTEXT, context);
    List<Version> live = siblings.live();
    if (live.isEmpty()) {
      exchange.problem(
          new Problem(ProblemType.KEY_NOT_FOUND, "the key was deleted").with("deleted", true));
      return;
    }
    String etag = etag(context);
    exchange.header(HttpHeaders.ETAG, etag);
    if (live.size() > 1) {
      exchange.header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    }
    if (isKnown(exchange.request(), etag)) {
      exchange.answer(304);
    } else if (live.size() == 1) {
      one(exchange, live.getFirst());
    } else {
      several(exchange, context, live, entropy);
    }
  }

  /**
   * The entity tag of a key's state: its context, which changes with every write and, where the
   * last writer wins, with every merge that brings another winner.
   */
  static String etag(String context) {
    return '"' + context + '"';
  }

  /** A dot as clients see it: member, generation and counter. */
  static String dot(Dot dot) {
    return dot.actor().member() + "." + dot.actor().generation() + "." + dot.counter();
  }

  private static void one(Exchange exchange, Version version) {
    exchange
        .header(
            HttpHeaders.CONTENT_TYPE,
            version.contentType().isEmpty() ? Names.OCTETS : version.contentType())
        .header(Names.CONTENT_SECURITY_POLICY, Names.SANDBOX)
        .answer(200, Buffer.buffer(version.value()));
  }

  /** In the form that the client would rather have. */
  private static void several(
      Exchange exchange, String context, List<Version> live, Entropy entropy) {
    String form =
        Accept.of(exchange.request().headers().getAll(HttpHeaders.ACCEPT)).better(MULTIPART, JSON);
    switch (form) {
      case null ->
          exchange.problem(
              new Problem(
                  ProblemType.NOT_ACCEPTABLE,
                  "the key has %d values, which come as %s or %s; Accept has neither"
                      .formatted(live.size(), MULTIPART, JSON)));
      case JSON ->
          exchange
              .header(HttpHeaders.CONTENT_TYPE, Names.JSON)
              .answer(300, SiblingsJson.encode(context, live));
      default -> {
        MultipartSiblings body = MultipartSiblings.of(live, entropy);
        exchange.header(HttpHeaders.CONTENT_TYPE, body.mediaType()).answer(300, body.encode());
      }
    }
  }

  /** If-None-Match: lists of entity tags, weak or strong, or an asterisk. */
  private static boolean isKnown(HttpServerRequest request, String etag) {
    if (!request.headers().contains(HttpHeaders.IF_NONE_MATCH)) {
      return false;
    }
    for (String tags : request.headers().getAll(HttpHeaders.IF_NONE_MATCH)) {
      if (tags.strip().equals("*") || tags.contains(etag)) {
        return true;
      }
    }
    return false;
  }
}
