package io.atoll.incarnation;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.peer.PeerCodec;

/** What a peer says to a {@link Claim}. */
public sealed interface ClaimAnswer {
  /** It knows no run that the claimer does not, and remembers the claim, durably. */
  record Accepted() implements ClaimAnswer {}

  /**
   * It knows a run that the claimer's directory does not know of, or that is later.
   *
   * @param known the newest that it was told of
   * @param generation of that run
   * @param silentMs for how long the one who answers has listened and not heard of that run; 0
   *     where it cannot say
   */
  record Refused(Run known, int generation, long silentMs) implements ClaimAnswer {}

  /** Its bytes. */
  final class Codec implements PeerCodec<ClaimAnswer> {
    private static final int ACCEPTED = 1;
    private static final int REFUSED = 2;

    /** From which version on a refusal says for how long the known run was silent. */
    private static final int SILENCE_VERSION = 3;

    @Override
    public void write(ByteWriter out, ClaimAnswer answer, int version) {
      switch (answer) {
        case Accepted accepted -> out.writeByte(ACCEPTED);
        case Refused refused -> {
          out.writeByte(REFUSED);
          refused.known.write(out);
          out.writeVarint(refused.generation);
          if (version >= SILENCE_VERSION) {
            out.writeVarint(refused.silentMs);
          }
        }
      }
    }

    @Override
    public ClaimAnswer read(ByteReader in, int version) {
      int position = in.position();
      int kind = in.readByte("kind of answer");
      return switch (kind) {
        case ACCEPTED -> new Accepted();
        case REFUSED ->
            new Refused(
                Run.read(in),
                (int) in.readVarint(1, Integer.MAX_VALUE, "generation"),
                version >= SILENCE_VERSION ? in.readVarint(0, Long.MAX_VALUE, "silence") : 0);
        default ->
            throw in.malformedAt(
                position, "kind of answer is " + kind + "; it must be 1 (accepted) or 2 (refused)");
      };
    }
  }
}
