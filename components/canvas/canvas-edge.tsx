import { memo } from "react";
import type { Edge, EdgeProps } from "reactflow";
import type { EdgeData } from "./canvas";
import classes from "./canvas.module.css";

/** From a hair to a rope: what nobody took stays to be seen. */
const thickness = (weight: number) => 1.2 + 4.8 * weight;

/** An edge along its route: solid and thick where a run went, dashed where it leads back. */
export const CanvasEdgeLine = memo(function CanvasEdgeLine({ id, data }: EdgeProps<Edge<EdgeData>>) {
  if (!data) return null;
  const mark = data.edge.mark ?? "none";
  const arrow = `arrow-${id}`;
  return (
    <>
      <defs>
        <marker
          id={arrow}
          markerWidth="8"
          markerHeight="8"
          refX="6"
          refY="4"
          orient="auto"
          markerUnits="userSpaceOnUse"
        >
          <path
            className={classes.arrow}
            data-mark={mark}
            data-change={data.edge.change}
            d="M0,0.5 L7,4 L0,7.5 Z"
          />
        </marker>
      </defs>
      <path
        className={classes.edge}
        data-mark={mark}
        data-change={data.edge.change}
        data-back={data.isBack || undefined}
        {...(data.edge.weight !== undefined && { style: { strokeWidth: thickness(data.edge.weight) } })}
        d={data.path}
        markerEnd={`url(#${CSS.escape(arrow)})`}
      />
    </>
  );
});
