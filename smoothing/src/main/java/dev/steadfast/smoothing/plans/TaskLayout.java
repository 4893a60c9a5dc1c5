package dev.steadfast.smoothing.plans;

/**
 * How the samples of a plan are cut into tasks: consecutive runs of at most {@code taskSamples}, the selection samples first,
 * none crossing from them into the estimation samples. It depends on nothing else, so a task's number says which samples it
 * has, on any machine, and a retry has the same.
 *
 * <p>Immutable.
 */
public final class TaskLayout {

    /** Of the tasks that have been counted so many more are sent in advance. */
    private static final double SPARE_SHARE = 0.15;

    /** So many samples more, where nobody else needs the workers. */
    private static final int SPARE_SAMPLES = 100;

    /**
     * A run of consecutive samples, that all serve the same purpose.
     *
     * @param index from 0
     * @param firstSample the first sample's index within the frame, from 0
     * @param samples how many, at least 1
     * @param selection whether they choose the class, rather than test it
     */
    public record Task(int index, int firstSample, int samples, boolean selection) {}

    private final SamplingPlan plan;
    private final int taskSamples;

    /** The plan's, for which a {@link SequentialPlan} has to search. */
    private final int firstLook;

    /**
     * Cuts.
     *
     * @param plan whose samples
     * @param taskSamples most samples of a task
     * @throws IllegalArgumentException if {@code taskSamples} is below 1
     */
    public TaskLayout(SamplingPlan plan, int taskSamples) {
        if (taskSamples < 1) {
            throw new IllegalArgumentException("taskSamples = " + taskSamples + ": must be at least 1");
        }
        this.plan = plan;
        this.taskSamples = taskSamples;
        this.firstLook = selectionTasks() + tasksFor(plan.firstLook());
    }

    /** Whose samples these are. */
    public SamplingPlan plan() {
        return plan;
    }

    /** Most samples of a task, at least 1. */
    public int taskSamples() {
        return taskSamples;
    }

    /** Number of tasks, at most. */
    public int tasks() {
        return selectionTasks() + tasksFor(plan.estimationSamples());
    }

    /** The tasks, from the first, whose votes there are to be when the plan first looks at them: whole tasks, so somewhat more than it needs. */
    public int firstLook() {
        return firstLook;
    }

    /**
     * The tasks, from the first, whose votes there are to be when the plan looks the next time: one more, once it has looked.
     *
     * @param looked as many as there were when it looked last; 0 before it has
     * @return more than that, unless it was all {@link #tasks()}
     */
    public int nextLook(int looked) {
        return Math.max(firstLook, Math.min(looked + 1, tasks()));
    }

    /** Whether the plan looks at the votes of just so many tasks, from the first. */
    public boolean isLook(int tasks) {
        return tasks >= firstLook && tasks <= tasks();
    }

    /**
     * How many tasks, from the first, workers should have been sent by now, so that they have the next one at hand while the votes of the last are on
     * their way.
     *
     * @param counted tasks that have been counted, in whatever order
     * @param idle whether workers have nothing else to do: they are given more in advance then, though it may not be needed
     */
    public int ahead(int counted, boolean idle) {
        int spare = idle ? Math.max(1, SPARE_SAMPLES / taskSamples) : 1;
        return Math.max(firstLook, Math.min(tasks(), counted + spare + (int) (SPARE_SHARE * counted)));
    }

    /** Estimation samples among the first so many tasks. */
    public int estimationSamples(int tasks) {
        long samples = (long) Math.max(0, tasks - selectionTasks()) * taskSamples;
        return (int) Math.min(samples, plan.estimationSamples());
    }

    /**
     * One task.
     *
     * @throws IllegalArgumentException if the index is not from 0 to tasks() - 1
     */
    public Task task(int index) {
        if (index < 0 || index >= tasks()) {
            throw new IllegalArgumentException("task %d: must be from 0 to %d".formatted(index, tasks() - 1));
        }
        boolean selection = index < selectionTasks();
        int offset = (selection ? index : index - selectionTasks()) * taskSamples;
        int ofItsKind = selection ? plan.selectionSamples() : plan.estimationSamples();
        int firstSample = selection ? offset : plan.selectionSamples() + offset;
        return new Task(index, firstSample, Math.min(taskSamples, ofItsKind - offset), selection);
    }

    private int selectionTasks() {
        return tasksFor(plan.selectionSamples());
    }

    private int tasksFor(int samples) {
        return samples == 0 ? 0 : (samples - 1) / taskSamples + 1;
    }
}
