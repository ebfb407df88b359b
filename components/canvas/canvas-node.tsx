import { IconAlertTriangle, IconCheck, IconPlus } from "@tabler/icons-react";
import { memo } from "react";
import { Handle, type Node, type NodeProps, Position } from "reactflow";
import type { NodeData } from "./canvas";
import classes from "./canvas.module.css";
import { outletShare } from "./layout";

/** A node: a card with its outlets named at the bottom, or a pill where paths begin and end. */
export const CanvasNodeCard = memo(function CanvasNodeCard({ data, selected }: NodeProps<Node<NodeData>>) {
  const { node } = data;
  const mark = node.mark ?? "none";
  if (node.shape !== "card")
    return (
      <div
        className={classes.pill}
        data-shape={node.shape}
        data-tone={node.tone ?? "neutral"}
        data-mark={mark}
        data-selected={selected || undefined}
      >
        {node.shape === "end" && (
          <Handle type="target" position={Position.Top} className={classes.entry ?? ""} />
        )}
        {node.icon}
        <b>{node.title}</b>
        {node.shape === "start" && (
          <Handle
            type="source"
            id={node.outlets[0]?.key ?? "next"}
            position={Position.Bottom}
            className={classes.entry ?? ""}
          />
        )}
      </div>
    );
  return (
    <div className={classes.card} data-mark={mark} data-selected={selected || undefined}>
      <Handle type="target" position={Position.Top} className={classes.entry ?? ""} />
      <div className={classes.head}>
        <span className={classes.tile} data-kind={node.kind}>
          {node.icon}
        </span>
        <b title={node.title}>{node.title}</b>
        <NodeMark mark={mark} visits={node.visits} />
      </div>
      <p title={node.sentence}>{node.sentence}</p>
      <div className={classes.outlets}>
        {node.outlets.map((outlet) => {
          const leadsNowhere = !outlet.isWired && !outlet.isOptional;
          return (
            <span key={outlet.key} data-tone={outlet.tone} data-unwired={!outlet.isWired || undefined}>
              {outlet.title}
              <Handle
                type="source"
                id={outlet.key}
                position={Position.Bottom}
                className={classes.outlet ?? ""}
                data-state={outlet.isWired ? "wired" : leadsNowhere ? "nowhere" : "stop"}
                style={{ left: `${outletShare(node, outlet.key) * 100}%` }}
              >
                {leadsNowhere && <IconPlus size={9} stroke={2.4} aria-hidden />}
              </Handle>
            </span>
          );
        })}
      </div>
    </div>
  );
});

function NodeMark({ mark, visits }: { mark: string; visits: number | undefined }) {
  if (mark === "trouble")
    return (
      <span className={classes.mark} data-mark="trouble">
        <IconAlertTriangle size={13} stroke={1.8} aria-hidden />
      </span>
    );
  if (mark === "here")
    return (
      <span className={classes.mark} data-mark="here">
        Now
      </span>
    );
  if (mark !== "taken") return null;
  return (
    <span className={classes.mark} data-mark="taken">
      {visits && visits > 1 ? `${visits}×` : <IconCheck size={13} stroke={2} aria-hidden />}
    </span>
  );
}
