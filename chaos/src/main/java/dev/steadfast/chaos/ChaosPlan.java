package dev.steadfast.chaos;

import dev.steadfast.chaos.processes.Fleet.Orders;
import dev.steadfast.chaos.schedule.FaultSchedule;
import dev.steadfast.chaos.schedule.Roster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * All that a run is told.
 *
 * @param seed of frames and copies; the schedule is drawn by whoever plans
 * @param length from the first frame to the last
 * @param schedule the faults
 * @param roster of the system
 * @param orders what its processes are started with
 * @param framesPerSecond of all cameras together
 * @param cameras that publish
 * @param images that they take, encoded as PNG
 * @param replays predictions whose votes are cast again at the end
 * @param folder where data and logs go
 */
public record ChaosPlan(
        long seed,
        Duration length,
        FaultSchedule schedule,
        Roster roster,
        Orders orders,
        double framesPerSecond,
        int cameras,
        List<byte[]> images,
        int replays,
        Path folder) {

    public ChaosPlan {
        images = List.copyOf(images);
    }
}
