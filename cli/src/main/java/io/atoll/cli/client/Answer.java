package io.atoll.cli.client;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.wire.ProblemType;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Base64;

/**
 * What a node answered.
 *
 * @param url the node's address
 */
public record Answer(String url, int status, MultiMap headers, Buffer body) {
  /** Whether the status is 2xx. */
  public boolean isOk() {
    return status / 100 == 2;
  }

  /**
   * The body as a JSON object.
   *
   * @throws CommandFailure when it is not one, so that what answered is not a node of Atoll
   */
  public JsonObject json() {
    try {
      return body.toJsonObject();
    } catch (DecodeException | ClassCastException e) {
      throw new CommandFailure("%s did not answer JSON; is it a node of Atoll?".formatted(url));
    }
  }

  /** The bytes of one sibling; Vert.x's own reader would take them for URL-safe base64. */
  public static byte[] valueOf(JsonObject sibling) {
    return Base64.getDecoder().decode(sibling.getString("value"));
  }

  /** What kind of problem this is, such as {@code overloaded}; "" when it is none of Atoll's. */
  public String problemKind() {
    JsonObject problem = problem();
    return problem == null ? "" : ProblemType.kindOf(problem.getString("type"));
  }

  /** Whether the node says that the key has no value. */
  public boolean keyNotFound() {
    return problemKind().equals(ProblemType.KEY_NOT_FOUND.kind());
  }

  /**
   * Whether the node or router says that it turned the request away untouched, so that even a write
   * may be sent again.
   */
  public boolean notAttempted() {
    ProblemType problem = ProblemType.ofKind(problemKind());
    return problem != null && problem.notAttempted();
  }

  /** One line for the user: the problem's detail with its status. */
  public String reason() {
    JsonObject problem = problem();
    String detail =
        problem == null ? null : problem.getString("detail", problem.getString("title"));
    if (detail == null) {
      detail = "%s answered without saying why".formatted(url);
    }
    return "%s (%d)%s"
        .formatted(detail, status, mayStillTakeEffect(false) ? "; it may still take effect" : "");
  }

  /**
   * Whether a write that got this answer may take effect nevertheless.
   *
   * @param otherwise what it is when the answer does not say
   */
  public boolean mayStillTakeEffect(boolean otherwise) {
    JsonObject problem = problem();
    return problem == null ? otherwise : problem.getBoolean("mayStillTakeEffect", otherwise);
  }

  /** The failure that ends a command on this answer: wrong usage where the request was wrong. */
  public CommandFailure failure() {
    return new CommandFailure(status == 400 ? ExitCode.USAGE : ExitCode.FAILURE, reason());
  }

  private JsonObject problem() {
    String type = headers.get("Content-Type");
    if (type == null || !type.startsWith(ProblemType.MEDIA_TYPE)) {
      return null;
    }
    try {
      return body.toJsonObject();
    } catch (DecodeException | ClassCastException e) {
      return null;
    }
  }
}
