import { IconPlus } from "@tabler/icons-react";
import { memo, useCallback, useContext, useEffect, useRef, useState } from "react";
import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath } from "reactflow";
import type { EdgeData } from "./canvas";
import classes from "./canvas.module.css";
import { EditingContext } from "./editing";

const LEAVE_MS = 350;

/** A way that can be chosen, removed, and have something put into it. Where nobody moved anything it runs as laid out. */
export const EditedEdge = memo(function EditedEdge(props: EdgeProps<Edge<EdgeData>>) {
  const { id, data, selected, source, sourceHandleId } = props;
  const editing = useContext(EditingContext);
  const [isUnder, setIsUnder] = useState(false);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  const enter = useCallback(() => {
    clearTimeout(leaving.current);
    setIsUnder(true);
  }, []);
  // Whoever is on the way to the button cuts the corners.
  const leave = useCallback(() => {
    clearTimeout(leaving.current);
    leaving.current = setTimeout(() => setIsUnder(false), LEAVE_MS);
  }, []);
  const own = useRef<SVGGElement>(null);
  useEffect(() => {
    // All of the way, its ends included: what it is led elsewhere by is drawn beside what is drawn here.
    const whole = own.current?.closest(".react-flow__edge");
    whole?.addEventListener("mouseenter", enter);
    whole?.addEventListener("mouseleave", leave);
    return () => {
      clearTimeout(leaving.current);
      whole?.removeEventListener("mouseenter", enter);
      whole?.removeEventListener("mouseleave", leave);
    };
  }, [enter, leave]);
  if (!data) return null;
  const [path, x, y] = data.path
    ? [data.path, (props.sourceX + props.targetX) / 2, (props.sourceY + props.targetY) / 2]
    : getSmoothStepPath({ ...props, borderRadius: 8 });
  const middle = data.middle ?? { x, y };
  return (
    <g ref={own}>
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={18}
        className={`${classes.edge} ${classes.editedEdge}`}
        data-selected={selected || undefined}
        data-mark={data.edge.mark ?? "none"}
        data-back={data.isBack || undefined}
        markerEnd={props.markerEnd ?? ""}
      />
      {(isUnder || selected) && editing && !editing.isLocked && sourceHandleId && (
        <EdgeLabelRenderer>
          <button
            type="button"
            className={`${classes.insert} nopan nodrag`}
            aria-label="Add a step here"
            data-tour="add-step"
            style={{ transform: `translate(-50%, -50%) translate(${middle.x}px, ${middle.y}px)` }}
            onMouseEnter={enter}
            onMouseLeave={leave}
            onClick={(event) => {
              event.stopPropagation();
              editing.onAdd({ after: { from: source, outlet: sourceHandleId } });
            }}
          >
            <IconPlus size={12} stroke={2.2} aria-hidden />
          </button>
        </EdgeLabelRenderer>
      )}
    </g>
  );
});
