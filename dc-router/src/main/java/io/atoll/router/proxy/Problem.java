package io.atoll.router.proxy;

import io.atoll.wire.ProblemType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * One error of the router's own as the client is told: an RFC 9457 problem.
 *
 * @param detail what is wrong, and what would be right
 * @param mayStillTakeEffect whether the request may yet do what it asked for; null where the
 *     question makes no sense
 * @param retryAfterS when to try again, or 0 for nothing to say
 */
record Problem(ProblemType type, String detail, Boolean mayStillTakeEffect, long retryAfterS) {
  Problem(ProblemType type, String detail) {
    this(type, detail, null, type.status() == 503 ? 1 : 0);
  }

  Problem withEffect(boolean mayStill) {
    return new Problem(type, detail, mayStill, retryAfterS);
  }

  Problem retryAfter(long seconds) {
    return new Problem(type, detail, mayStillTakeEffect, seconds);
  }

  Buffer encode() {
    JsonObject members =
        new JsonObject()
            .put("type", type.urn())
            .put("title", type.title())
            .put("status", type.status())
            .put("detail", detail);
    if (mayStillTakeEffect != null) {
      members.put("mayStillTakeEffect", mayStillTakeEffect);
    }
    return members.toBuffer();
  }
}
