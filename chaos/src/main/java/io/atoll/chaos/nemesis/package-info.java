/** What goes wrong in a run: faults are data, chosen by seed, and carried out by the nemesis. */
package io.atoll.chaos.nemesis;
