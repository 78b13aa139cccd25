package io.atoll.server;

import io.atoll.causal.CausalContext;
import io.atoll.causal.ContextSeal;
import io.atoll.causal.MalformedContextException;
import io.atoll.causal.Version;
import io.atoll.wire.ContextText;
import io.atoll.wire.FailureCode;
import io.atoll.wire.ProblemType;
import java.util.List;

/**
 * What both HTTP and the client protocol check before the store sees a request, so that a request
 * is right or wrong, and in the same words, whichever of them it comes by. Pure; a request that is
 * right allocates nothing here.
 *
 * @param maxKeyBytes longest key, 1 or more
 * @param maxValueBytes longest value
 * @param maxTimeoutMs the longest time that a request may ask for
 */
public record RequestRules(int maxKeyBytes, int maxValueBytes, long maxTimeoutMs) {
  /** No door may allow longer keys: storage holds none. */
  public static final int MAX_KEY_BYTES = 65_535;

  /** No door may allow larger values: storage holds none. */
  public static final int MAX_VALUE_BYTES = 16 * 1024 * 1024;

  /**
   * One broken rule.
   *
   * @param type what HTTP answers
   * @param detail names the field, its value and what would be right
   */
  public record Violation(ProblemType type, String detail) {
    /** What the client protocol answers. */
    public FailureCode code() {
      return type == ProblemType.NOT_IMPLEMENTED
          ? FailureCode.NOT_IMPLEMENTED
          : FailureCode.INVALID_REQUEST;
    }
  }

  /** Null when a key of this length is allowed. */
  public Violation key(int lengthBytes) {
    if (lengthBytes >= 1 && lengthBytes <= maxKeyBytes) {
      return null;
    }
    return new Violation(
        lengthBytes == 0 ? ProblemType.MALFORMED_KEY : ProblemType.KEY_TOO_LONG,
        "the key has %d bytes: must be 1 to %d".formatted(lengthBytes, maxKeyBytes));
  }

  /** Null when a value of this length is allowed. */
  public Violation value(long lengthBytes) {
    return lengthBytes <= maxValueBytes
        ? null
        : new Violation(
            ProblemType.BODY_TOO_LARGE,
            "the value has %d bytes: must be 0 to %d".formatted(lengthBytes, maxValueBytes));
  }

  /** Null when a value may be kept with this media type. */
  public static Violation contentType(String type) {
    boolean plain = type.length() <= Version.MAX_CONTENT_TYPE_CHARS;
    for (int i = 0; plain && i < type.length(); i++) {
      plain = type.charAt(i) >= ' ' && type.charAt(i) <= '~';
    }
    return plain
        ? null
        : new Violation(
            ProblemType.INVALID_HEADER,
            "the content type must be at most %d printable ASCII characters"
                .formatted(Version.MAX_CONTENT_TYPE_CHARS));
  }

  /** Null when a request may take so long. */
  public Violation timeout(long timeoutMs) {
    return allowsTimeout(timeoutMs) ? null : wrongTimeout(Long.toString(timeoutMs));
  }

  /**
   * Null when a request may take so long.
   *
   * @param text the time as the client wrote it
   */
  public Violation timeout(long timeoutMs, String text) {
    return allowsTimeout(timeoutMs) ? null : wrongTimeout("'" + text + "'");
  }

  private boolean allowsTimeout(long timeoutMs) {
    return timeoutMs >= 1 && timeoutMs <= maxTimeoutMs;
  }

  private Violation wrongTimeout(String shown) {
    return new Violation(
        ProblemType.INVALID_PARAMETER,
        "timeout=%s: must be 1 to %d milliseconds".formatted(shown, maxTimeoutMs));
  }

  /** Null for a strict quorum. */
  public static Violation sloppy(boolean sloppy) {
    return sloppy
        ? new Violation(
            ProblemType.NOT_IMPLEMENTED,
            "quorum=sloppy comes with hinted handoff: must be strict until then")
        : null;
  }

  /**
   * The contexts that came with a key, as one.
   *
   * @param sealed as the client carries them; an empty one stands for none
   * @throws MalformedContextException when one was not answered for this key; {@link #notAContext}
   *     says so to the client
   */
  public static CausalContext context(
      ContextSeal seal, int keyspaceId, byte[] key, List<byte[]> sealed) {
    CausalContext all = CausalContext.EMPTY;
    for (int i = 0; i < sealed.size(); i++) {
      byte[] bytes = sealed.get(i);
      if (bytes.length > 0) {
        CausalContext one = seal.open(keyspaceId, key, bytes);
        all = i == 0 ? one : all.merge(one);
      }
    }
    return all;
  }

  /**
   * The context in a text that came with a key.
   *
   * @throws MalformedContextException when it was not answered for this key; {@link #notAContext}
   *     says so to the client
   */
  public static CausalContext context(ContextSeal seal, int keyspaceId, byte[] key, String text) {
    byte[] sealed;
    try {
      sealed = ContextText.parse(text);
    } catch (IllegalArgumentException notAText) {
      throw new MalformedContextException(notAText.getMessage());
    }
    return seal.open(keyspaceId, key, sealed);
  }

  /**
   * What was sent as a context is none of this key.
   *
   * @param place where it was sent
   */
  public static Violation notAContext(String place, MalformedContextException why) {
    return new Violation(
        ProblemType.MALFORMED_CONTEXT,
        "%s is no context of this key: %s".formatted(place, why.getMessage()));
  }
}
