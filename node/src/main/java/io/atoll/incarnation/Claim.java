package io.atoll.incarnation;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.peer.PeerCodec;
import java.util.List;

/**
 * What a member says of itself: I run as this, and my directory knows of these runs before.
 *
 * @param run of the claimer, durable in its directory
 * @param generation under which it makes its write events, or will when the claim is accepted
 * @param earlier by number, rising, all lower than the run's
 */
public record Claim(Run run, int generation, List<Run> earlier) {
  public Claim {
    earlier = List.copyOf(earlier);
  }

  /** Its bytes. */
  static final class Codec implements PeerCodec<Claim> {
    @Override
    public void write(ByteWriter out, Claim claim, int version) {
      claim.run.write(out);
      out.writeVarint(claim.generation);
      RunHistory.write(out, claim.earlier);
    }

    @Override
    public Claim read(ByteReader in, int version) {
      Run run = Run.read(in);
      int generation = (int) in.readVarint(1, Integer.MAX_VALUE, "generation");
      int position = in.position();
      List<Run> earlier = RunHistory.read(in);
      if (!earlier.isEmpty() && earlier.getLast().number() >= run.number()) {
        throw in.malformedAt(
            position, "run %s is not before run %s".formatted(earlier.getLast(), run));
      }
      return new Claim(run, generation, earlier);
    }
  }
}
