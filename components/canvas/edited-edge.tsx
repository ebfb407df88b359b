import { IconPlus } from "@tabler/icons-react";
import { memo, useContext, useEffect, useRef, useState } from "react";
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
  useEffect(() => () => clearTimeout(leaving.current), []);
  if (!data) return null;
  const [path, x, y] = data.path
    ? [data.path, (props.sourceX + props.targetX) / 2, (props.sourceY + props.targetY) / 2]
    : getSmoothStepPath({ ...props, borderRadius: 8 });
  const middle = data.middle ?? { x, y };
  const enter = () => {
    clearTimeout(leaving.current);
    setIsUnder(true);
  };
  // Whoever is on the way to the button cuts the corners.
  const leave = () => {
    clearTimeout(leaving.current);
    leaving.current = setTimeout(() => setIsUnder(false), LEAVE_MS);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: shows a button that keyboards reach by choosing the way.
    <g onMouseEnter={enter} onMouseLeave={leave}>
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
