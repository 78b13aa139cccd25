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
   */
  record Refused(Run known, int generation) implements ClaimAnswer {}

  /** Its bytes. */
  final class Codec implements PeerCodec<ClaimAnswer> {
    private static final int ACCEPTED = 1;
    private static final int REFUSED = 2;

    @Override
    public void write(ByteWriter out, ClaimAnswer answer, int version) {
      switch (answer) {
        case Accepted accepted -> out.writeByte(ACCEPTED);
        case Refused refused -> {
          out.writeByte(REFUSED);
          refused.known.write(out);
          out.writeVarint(refused.generation);
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
            new Refused(Run.read(in), (int) in.readVarint(1, Integer.MAX_VALUE, "generation"));
        default ->
            throw in.malformedAt(
                position, "kind of answer is " + kind + "; it must be 1 (accepted) or 2 (refused)");
      };
    }
  }
}
